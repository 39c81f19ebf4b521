import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

export default defineConfig(createTsupConfig({ platform: 'neutral', target: 'es2022' }))
