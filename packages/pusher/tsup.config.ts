import { readFileSync } from 'node:fs'
import type { Options } from 'tsup'
import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string
}
const define = { packageVersion: JSON.stringify(version) }

const clients = [
  'src/index.ts',
  'src/authorize.ts',
  'src/encrypted.ts',
  'src/user.ts',
  'src/compat.ts',
  'src/compat/with-encryption.ts',
]
const elsewhere: Options = { define, outDir: 'dist', platform: 'neutral', target: 'es2022' }

// The same sources twice: `#default-socket` leads to ws in the build for Node, and elsewhere to the platform's
// WebSocket. That build has the cipher in it, so that a plain page can load each of its files as it is.
export default defineConfig([
  createTsupConfig({ define, entry: [...clients, 'src/ws.ts'], outDir: 'dist/node' }),
  createTsupConfig({ ...elsewhere, entry: [...clients, 'src/server.ts'], noExternal: ['@noble/ciphers'] }),
  // For script tags.
  createTsupConfig({
    ...elsewhere,
    entry: { pusher: 'src/compat/global.ts' },
    format: ['iife'],
    platform: 'browser',
    minify: true,
  }),
])
