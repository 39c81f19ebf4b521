import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const quiet = ['--no-audit', '--no-fund', '--loglevel=error']

/**
 * Installs what a manifest names into a folder, unless that was done before.
 *
 * @param scripts the packages whose install scripts may run; all of them where it is left out
 */
export async function installOnce(folder, manifest, scripts) {
  const mark = path.join(folder, 'installed')
  if (existsSync(mark)) return
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, ...manifest }))
  const skip = scripts === undefined ? [] : ['--ignore-scripts']
  await run('npm', ['install', ...skip, ...quiet], { cwd: folder })
  if (scripts !== undefined) await run('npm', ['rebuild', ...scripts, ...quiet], { cwd: folder })
  await writeFile(mark, '')
}

/** A port that nobody listens on now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
