import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

// A plain script beside the page: a module would not load from a file, as OBS may open it.
export default defineConfig(
  createTsupConfig({
    entry: { overlay: 'src/page/main.ts' },
    format: ['iife'],
    outExtension: () => ({ js: '.js' }),
    target: 'es2022',
    platform: 'browser',
    splitting: false,
    publicDir: 'src/public',
  }),
)
