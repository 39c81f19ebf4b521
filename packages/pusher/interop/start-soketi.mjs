// soketi in a folder of its own: it needs Node 20 and another build of its server, neither of which is ours to carry.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, installOnce } from './install.mjs'

const folder = path.join(tmpdir(), 'wireloom-soketi-1.6.1')
const manifest = {
  dependencies: { '@soketi/soketi': '1.6.1', node: '20' },
  overrides: { 'uWebSockets.js': 'npm:@trufflesuite/uws-js-unofficial@20.30.0-unofficial.0' },
}

/** Starts soketi on loopback; `restart()` ends it and starts it again on the same port. */
export async function startSoketi(app) {
  // Of all install scripts only that of `node` is wanted: it fetches the binary from the same registry.
  await installOnce(folder, manifest, ['node'])
  const port = await freePort()
  const env = {
    ...process.env,
    SOKETI_HOST: '127.0.0.1',
    SOKETI_PORT: String(port),
    SOKETI_METRICS_SERVER_PORT: String(await freePort()),
    SOKETI_METRICS_ENABLED: '0',
    SOKETI_DEFAULT_APP_ID: app.appId,
    SOKETI_DEFAULT_APP_KEY: app.key,
    SOKETI_DEFAULT_APP_SECRET: app.secret,
    SOKETI_DEFAULT_APP_ENABLE_CLIENT_MESSAGES: 'true',
    SOKETI_DEFAULT_APP_USER_AUTHENTICATION: 'true',
  }
  const server = path.join(folder, 'node_modules/@soketi/soketi/bin/server.js')
  const node = path.join(folder, 'node_modules/node/bin/node')
  let child
  const start = async () => {
    child = spawn(node, [server, 'start'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    for await (const text of child.stdout) if (String(text).includes('HTTP API server is available')) break
  }
  const stop = async () => {
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await exited
  }
  await start()
  return { port, stop, restart: async () => (await stop(), start()) }
}
