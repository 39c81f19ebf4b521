import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { optionsFor } from './support/compat-client.js'
import { startServer } from './support/scripted-server.js'

const run = promisify(execFile)
const source = join(import.meta.dirname, '..')
const stranger = mkdtempSync(join(tmpdir(), 'pusher-parcel-'))

// The package as its users get it, beside what it depends on.
beforeAll(async () => {
  const parts = join(stranger, 'node_modules')
  mkdirSync(join(parts, '@wireloom'), { recursive: true })
  mkdirSync(join(parts, '@noble'))
  const { stdout } = await run(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', stranger],
    {
      cwd: source,
    },
  )
  const [{ filename } = { filename: '' }] = JSON.parse(stdout) as { filename: string }[]
  await run('tar', ['-xzf', join(stranger, filename), '-C', join(parts, '@wireloom')])
  await run('mv', [join(parts, '@wireloom/package'), join(parts, '@wireloom/pusher')])
  for (const name of ['ws', '@noble/ciphers']) {
    symlinkSync(realpathSync(join(source, 'node_modules', name)), join(parts, name))
  }
}, 30_000)

afterAll(() => rmSync(stranger, { recursive: true, force: true }))

/** Runs a program of the stranger's, and gives what it printed. */
async function runProgram(file: string, program: string, flags: readonly string[] = []): Promise<string> {
  writeFileSync(join(stranger, file), program)
  const { stdout } = await run(process.execPath, [...flags, file], { cwd: stranger })
  return stdout.trim()
}

test.each(['@wireloom/pusher/compat', '@wireloom/pusher/compat/with-encryption'])(
  'require(%j) gives the class itself, which connects',
  async (entry) => {
    const server = await startServer({ onPeer: (peer) => setTimeout(() => peer.handshake('5.5'), 0) })
    const printed = await runProgram(
      'main.cjs',
      `const Pusher = require('${entry}')
      const pusher = new (require('${entry}'))('key', ${JSON.stringify(optionsFor(server))})
      pusher.connection.bind('connected', ({ socket_id }) => {
        console.log(typeof Pusher, pusher instanceof Pusher, socket_id)
        pusher.disconnect()
      })`,
    )
    expect(printed).toBe('function true 5.5')
  },
)

test.each(['import', 'import with the browser’s files'])(
  '%s gives the class as default, and the process ends',
  async (how) => {
    const server = await startServer({ onPeer: (peer) => setTimeout(() => peer.handshake('5.5'), 0) })
    const path =
      how === 'import' ? '@wireloom/pusher/compat' : './node_modules/@wireloom/pusher/dist/compat.js'
    const printed = await runProgram(
      'main.mjs',
      `import Pusher from '${path}'
    const pusher = new Pusher('key', ${JSON.stringify(optionsFor(server))})
    pusher.connection.bind('connected', ({ socket_id }) => {
      console.log(socket_id)
      pusher.disconnect()
    })`,
    )
    expect(printed).toBe('5.5')
  },
)

test('a script that is no module finds the global Pusher', async () => {
  const printed = await runProgram(
    'script.cjs',
    `const { readFileSync } = require('node:fs')
    require('node:vm').runInThisContext(readFileSync('node_modules/@wireloom/pusher/dist/pusher.global.js', 'utf8'))
    console.log(typeof Pusher, Pusher.instances.length)`,
  )
  expect(printed).toBe('function 0')
})

test('loading it does nothing: no socket, no listener, no line', async () => {
  const printed = await runProgram(
    'quiet.mjs',
    `import '@wireloom/pusher/compat'
    const kept = process.getActiveResourcesInfo().filter((name) => !/^(TTYWrap|PipeWrap|FSReq|CloseReq)/.test(name))
    console.log(JSON.stringify([kept, 'Pusher' in globalThis]))`,
  )
  expect(printed).toBe('[[],false]')
})

test('the plain class carries no cipher', async () => {
  const printed = await runProgram(
    'cipher.mjs',
    `import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({ resolve: (specifier, context, next) => (seen.push(specifier), next(specifier, context)) })
    await import('@wireloom/pusher/compat')
    const before = seen.some((specifier) => specifier.includes('noble'))
    await import('@wireloom/pusher/compat/with-encryption')
    console.log(before, seen.some((specifier) => specifier.includes('noble')))`,
  )
  expect(printed).toBe('false true')
})
