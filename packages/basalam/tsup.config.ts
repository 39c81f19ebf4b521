import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

export default defineConfig(createTsupConfig({ entry: ['src/index.ts', 'src/services/*.ts'] }))
