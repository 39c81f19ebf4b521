import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { startSandbox } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Runs the example as a program of its own. */
async function run(
  baseUrl: string,
  token: string,
  userId: number,
): Promise<{ output: string; code: number | null }> {
  const code = read('../examples/say-hello.ts')
    .replace('new Kick({', `new Kick({ baseUrl: ${JSON.stringify(baseUrl)},`)
    .replace('process.argv[2]', String(userId))
  const program = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    // From here the package finds itself by its own name, as it was built.
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, KICK_TOKEN: token },
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

test('the example says hello, and says why where it cannot', async () => {
  const sandbox = await startSandbox({ rooms: ['ann'] })
  onTestFinished(() => sandbox.close())
  const { userId } = sandbox.kick.room('ann')
  const [said, refused] = await Promise.all([
    run(sandbox.kick.apiUrl, 'sandbox-token', userId),
    run(sandbox.kick.apiUrl, 'wrong-token', userId),
  ])
  expect(said).toEqual({ code: 0, output: expect.stringMatching(/^said, as [\w-]{36}\n$/) })
  expect(refused).toEqual({ code: 1, output: expect.stringContaining('the token was refused') })
  expect(sandbox.record.events()).toHaveLength(1)
}, 10_000)

test('the README shows the example’s heart', () => {
  const [heart = ''] = /const \{ messageId \}[\s\S]*?\}\)/.exec(read('../examples/say-hello.ts')) ?? []
  const flatten = (text: string): string => text.replaceAll(/\s+/g, ' ')
  expect(flatten(read('../README.md'))).toContain(
    flatten(heart.replace('Number(process.argv[2])', '7654321')),
  )
})
