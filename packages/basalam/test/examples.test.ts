import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { startSandbox } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Runs the example as a program of its own. */
async function run(
  name: string,
  baseUrl: string,
  token: string,
): Promise<{ output: string; code: number | null }> {
  const code = read(`../examples/${name}.ts`).replace(
    'new Basalam({',
    `new Basalam({ baseUrl: ${JSON.stringify(baseUrl)},`,
  )
  const program = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    // From here the package finds itself by its own name, as it was built.
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, BASALAM_TOKEN: token },
  })
  let output = ''
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const exit = await new Promise<number | null>((resolve) => program.once('close', resolve))
  return { output, code: exit }
}

test('say-salam answers who waits, and says why where it cannot', async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { world, apiUrl } = sandbox.basalam
  const { chatId } = world.receive({ from: world.addPerson(), text: 'موجود است؟' })
  const said = await run('say-salam', apiUrl, 'sandbox-token')
  expect(said).toEqual({ code: 0, output: 'answered 1\n' })
  expect(sandbox.basalam.requests.at(-1)).toMatchObject({
    path: `/v1/chats/${chatId}/messages`,
    body: { message_type: 'text', content: { text: 'سلام! پیام شما رسید.' } },
  })
  const refused = await run('say-salam', apiUrl, 'wrong-token')
  expect(refused).toEqual({ code: 1, output: expect.stringContaining('the token was refused') })
}, 10_000)

test('the README shows the example’s heart', () => {
  const [heart = ''] = /const \{ items \}[\s\S]*?\n {2}\}/.exec(read('../examples/say-salam.ts')) ?? []
  const flatten = (text: string): string => text.replaceAll(/\/\/.*$/gm, '').replaceAll(/\s+/g, ' ')
  expect(flatten(read('../README.md'))).toContain(flatten(heart))
})
