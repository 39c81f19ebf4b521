import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEvents } from './support/events.ts'
import { openStage, token } from './support/stage.ts'

const program = join(import.meta.dirname, 'support/run-relay.ts')

test(
  'what was answered with 200 is there after a kill -9, once, and readers go on over it',
  { timeout: 30_000 },
  async () => {
    const { folder, sandbox } = await openStage()
    const { apiUrl, oauth, realtimeUrl, siteUrl } = sandbox.kick
    const start = async (): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
      const kick = { apiUrl, siteUrl, realtimeUrl, oauthUrl: oauth.url }
      const child = fork(program, [JSON.stringify({ port: 0, token, folder, kick })])
      onTestFinished(() => void child.kill('SIGKILL'))
      const [url] = (await once(child, 'message')) as [string]
      sandbox.kick.webhooks.url = `${url}/webhooks/kick`
      return { child, url }
    }
    const answered = (): readonly string[] =>
      sandbox.kick.webhooks.deliveries
        .filter(({ status, type }) => status === 200 && type === 'chat.message.sent')
        .map(({ body }) => (JSON.parse(body) as { readonly content: string }).content)
    const room = sandbox.kick.room('ann')

    const first = await start()
    await expect
      .poll(() => sandbox.kick.webhooks.subscriptions.length, { timeout: 10_000 })
      .toBeGreaterThan(0)
    const before = await readEvents({ url: first.url, token })
    room.say({ from: 'zed', content: 'first' })
    await expect.poll(() => before.texts(), { timeout: 10_000 }).toEqual(['first'])
    const { cursor } = before.records.at(-1) ?? {}
    for (let count = 0; count < 300; count += 1) room.say({ from: 'zed', content: String(count) })
    await expect.poll(() => answered().length, { timeout: 10_000, interval: 1 }).toBeGreaterThan(20)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    await sandbox.kick.webhooks.settled()
    const kept = answered().filter((text) => text !== 'first')
    // Otherwise nothing was cut.
    expect(kept.length).toBeLessThan(300)

    const second = await start()
    const after = await readEvents({ url: second.url, token, cursor })
    room.say({ from: 'zed', content: 'last' })
    await expect.poll(() => after.texts().at(-1), { timeout: 10_000 }).toBe('last')
    const texts = after.texts()
    expect(kept.filter((text) => !texts.includes(text))).toEqual([])
    expect(new Set(texts).size).toBe(texts.length)
  },
)
