import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

const entries = ['index', 'chat', 'webhooks', 'helpers', 'node'].map((name) => `src/${name}.ts`)

export default defineConfig(createTsupConfig({ entry: [...entries, 'src/services/*.ts'] }))
