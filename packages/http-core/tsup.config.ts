import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

// One build for both entries, so that ApiError exists once; only ./node leads to modules of Node.
export default defineConfig(
  createTsupConfig({
    entry: ['src/index.ts', 'src/node.ts'],
    platform: 'neutral',
    target: 'es2022',
    external: [/^node:/],
  }),
)
