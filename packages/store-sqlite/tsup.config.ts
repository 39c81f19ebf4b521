import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

export default defineConfig(createTsupConfig())
