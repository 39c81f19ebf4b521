import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { startSandbox } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { Basalam } from '../src/index.js'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')

test(
  'what the repository’s front page shows of Basalam answers a customer',
  { timeout: 20_000 },
  async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { apiUrl, userId, world, personalToken } = sandbox.basalam
    const token = sandbox.basalam.tokenOf(world.customer).accessToken
    const customer = new Basalam({ token, baseUrl: apiUrl })
    const { id: chatId } = await customer.chats.create({ userId })
    await customer.chats.sendMessage({ chatId, content: 'سلام' })

    const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
    const code = blocks.find((block) => block.includes("'@wireloom/basalam'")) ?? ''
    expect(code).toContain('new Basalam({ ')
    const program = spawn(
      process.execPath,
      [
        '--input-type=module-typescript',
        '--eval',
        code.replace('new Basalam({ ', `new Basalam({ baseUrl: '${apiUrl}', `),
      ],
      {
        cwd: new URL('..', import.meta.url),
        env: { ...process.env, BASALAM_TOKEN: personalToken.accessToken },
        stdio: 'inherit',
      },
    )
    onTestFinished(() => void program.kill())
    expect(await new Promise((resolve) => program.once('close', resolve))).toBe(0)
    const [answer] = (await customer.chats.listMessages({ chatId })).items
    expect(answer).toMatchObject({ type: 'text', content: { text: 'سلام! پیام شما رسید.' } })
  },
)
