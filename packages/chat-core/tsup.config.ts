import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

export default defineConfig(
  createTsupConfig({
    entry: ['src/index.ts', 'src/http.ts', 'src/router.ts', 'src/testing.ts'],
    platform: 'neutral',
    target: 'es2022',
  }),
)
