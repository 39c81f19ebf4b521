import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const typescript = join(root, '../../node_modules/typescript/bin/tsc')

/** What the examples take for granted, being about something else. */
const given = `
declare global {
  var window: { Pusher: unknown }
  const key: string, appId: string, secret: string, wsHost: string, socketId: string, cookie: string
  const wsPort: number, forceTLS: boolean, signal: AbortSignal, proxyAgent: object
  const options: import('@wireloom/pusher/compat').Options
  const request: Request
  const show: (...values: unknown[]) => void
  const refetch: (channels: readonly string[], fromMs: number, toMs: number) => void
  const token: () => Promise<string>
  const greet: (member: import('@wireloom/pusher').Member<{ name: string }>) => void
  const store: (data: unknown) => Promise<void>
  const listener: (data: unknown) => void
}
export {}
`

test('every example of the README type-checks', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pusher-readme-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code)
  expect(examples.length).toBeGreaterThan(8)
  // Later ones go on with what the first has made.
  const start = {
    Pusher: `import { Pusher } from '@wireloom/pusher'`,
    pusher: `const pusher = new Pusher({ key: 'app-key', cluster: 'eu' })`,
    room: `const room = pusher.subscribe<{ message: { text: string } }>('room')`,
  }
  for (const [index, code] of examples.entries()) {
    const isMade = (name: string): boolean => new RegExp(`(const|import) (\\{ )?${name}\\b`).test(code)
    const isUsed = (name: string): boolean => code.includes(`${name}.`)
    const room = isUsed('room') && !isMade('room') ? [start.room] : []
    const pusher = (isUsed('pusher') || room.length > 0) && !isMade('pusher') ? [start.pusher] : []
    const needed = [...(isMade('Pusher') ? [] : [start.Pusher]), ...pusher, ...room]
    writeFileSync(join(folder, `example-${index}.ts`), `${needed.join('\n')}\n${code}\nexport {}\n`)
  }
  writeFileSync(join(folder, 'given.d.ts'), given)
  const paths = {
    '@wireloom/pusher': [join(root, 'src/index.ts')],
    '@wireloom/pusher/*': [join(root, 'src/*.ts')],
    'laravel-echo': [join(root, 'node_modules/laravel-echo/dist/echo.d.ts')],
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, '../../tsconfig.base.json'),
      compilerOptions: {
        noEmit: true,
        paths,
        typeRoots: [join(root, '../../node_modules/@types')],
        isolatedDeclarations: false,
      },
      include: ['*.ts'],
    }),
  )
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const { stdout } = await promisify(execFile)(process.execPath, [typescript, '-p', folder]).catch(
    (error: { stdout: string }) => error,
  )
  expect(stdout).toBe('')
})
