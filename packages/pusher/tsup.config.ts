import { readFileSync } from 'node:fs'
import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string
}
const define = { packageVersion: JSON.stringify(version) }

// The same sources twice: `#default-socket` leads to ws in the build for Node, and elsewhere to the platform's
// WebSocket, so that a plain page can load that build as it is.
export default defineConfig([
  createTsupConfig({ define, outDir: 'dist/node' }),
  createTsupConfig({
    define,
    entry: ['src/index.ts', 'src/encrypted.ts', 'src/server.ts'],
    outDir: 'dist',
    platform: 'neutral',
    target: 'es2022',
  }),
])
