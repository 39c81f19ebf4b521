import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, test } from 'vitest'
import { readEvents, readSocket } from './support/events.ts'
import { isLive, openStage, token } from './support/stage.ts'

const waiting = { timeout: 15_000, interval: 10 } as const

describe('what comes in', { timeout: 30_000 }, () => {
  test('a signed delivery reaches readers of both kinds, and is answered once it is kept', async () => {
    const { sandbox, start } = await openStage()
    const relay = await start()
    const [events, socket] = await Promise.all([
      readEvents({ url: relay.url, token }),
      readSocket({ url: relay.url, token }),
    ])
    await expect.poll(() => isLive(relay), waiting).toBe(true)
    sandbox.kick.room('ann').say({ from: 'bob', content: 'سلام hello' })
    await expect.poll(() => events.texts(), waiting).toEqual(['سلام hello'])
    await expect.poll(() => socket.texts(), waiting).toEqual(['سلام hello'])
    expect(events.records.at(-1)).toEqual(socket.records.at(-1))
    await sandbox.kick.webhooks.settled()
    expect(sandbox.kick.webhooks.deliveries.at(-1)).toMatchObject({ status: 200 })
  })

  test('a delivery with a wrong signature is turned away, and nobody hears of it', async () => {
    const { sandbox, start } = await openStage()
    const relay = await start()
    const events = await readEvents({ url: relay.url, token })
    await expect.poll(() => isLive(relay), waiting).toBe(true)
    const room = sandbox.kick.room('ann')
    sandbox.kick.webhooks.misbehave({ how: 'bad_signature' })
    room.say({ from: 'eve', content: 'forged' })
    await sandbox.kick.webhooks.settled()
    room.say({ from: 'bob', content: 'real' })
    await expect.poll(() => events.texts(), waiting).toEqual(['real'])
    await sandbox.kick.webhooks.settled()
    expect(sandbox.kick.webhooks.deliveries.map(({ status }) => status)).toEqual([401, 200])
  })

  test('what webhook and socket both bring is told once', async () => {
    const { sandbox, start } = await openStage()
    const relay = await start({ socket: true })
    const events = await readEvents({ url: relay.url, token })
    await expect.poll(() => isLive(relay), waiting).toBe(true)
    const room = sandbox.kick.room('ann')
    for (const content of ['one', 'two', 'three']) room.say({ from: 'bob', content })
    await expect.poll(() => relay.inspect().coverage.both, waiting).toBe(3)
    await expect.poll(() => events.texts(), waiting).toEqual(['one', 'two', 'three'])
  })

  test('conversations of Basalam are relayed where they are asked for', async () => {
    await using basalam = await startSandbox()
    const { apiUrl, personalToken, world } = basalam.basalam
    const { start } = await openStage()
    const relay = await start({ kick: undefined, basalam: { apiUrl, token: personalToken.accessToken } })
    const events = await readEvents({ url: relay.url, token })
    world.receive({ from: world.customer, text: 'این موجود است؟' })
    await expect.poll(() => events.texts(), waiting).toEqual(['این موجود است؟'])
  })
})

describe('who may read', { timeout: 30_000 }, () => {
  test('nothing but the health is told to those without the token', async () => {
    const { start } = await openStage()
    const { url } = await start({ socket: true, webhook: false })
    const statusOf = async (path: string, authorization?: string): Promise<number> => {
      const headers = authorization === undefined ? {} : { authorization }
      return (await fetch(url + path, { headers, signal: AbortSignal.timeout(5_000) })).status
    }
    expect(
      await Promise.all(['/events', '/rooms', '/inspect', '/health', '/'].map((path) => statusOf(path))),
    ).toEqual([401, 401, 401, 200, 404])
    expect(await statusOf('/rooms', 'Bearer wrong')).toBe(401)
    expect(await statusOf('/rooms', `Basic ${token}`)).toBe(401)
    expect(await statusOf('/rooms', `bearer ${token}`)).toBe(200)
    await expect(readSocket({ url, token: 'wrong' })).rejects.toThrow('401')
  })

  test('pages of an allowed origin may read, others may not', async () => {
    const { start } = await openStage()
    const page = 'http://127.0.0.1:8788'
    const { url } = await start({ socket: true, webhook: false, allowOrigins: [page] })
    const ask = (origin: string, method: string): Promise<Response> =>
      fetch(`${url}/rooms`, { method, headers: { origin, authorization: `Bearer ${token}` } })
    expect((await ask(page, 'GET')).headers.get('access-control-allow-origin')).toBe(page)
    const preflight = await ask(page, 'OPTIONS')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
    expect((await ask('https://elsewhere.example', 'GET')).headers.has('access-control-allow-origin')).toBe(
      false,
    )
    expect((await ask('https://elsewhere.example', 'OPTIONS')).status).toBe(403)
  })

  test('the rooms are told by their names', async () => {
    const { sandbox, start } = await openStage()
    const { url } = await start({ socket: true, webhook: false })
    const response = await fetch(`${url}/rooms`, { headers: { authorization: `Bearer ${token}` } })
    const ref = {
      platform: 'kick',
      account: 'anonymous',
      room: String(sandbox.kick.room('ann').userId),
      kind: 'live',
    }
    expect(await response.json()).toEqual([{ name: 'ann', ref }])
  })
})

describe('going on', { timeout: 30_000 }, () => {
  test('a reader that comes back after a restart of the relay gets what it missed, each thing once', async () => {
    const { sandbox, start } = await openStage()
    const room = sandbox.kick.room('ann')
    const first = await start({ socket: true, webhook: false })
    const before = await readEvents({ url: first.url, token })
    await expect.poll(() => isLive(first), waiting).toBe(true)
    for (const content of ['1', '2', '3']) room.say({ from: 'bob', content })
    await expect.poll(() => before.texts(), waiting).toEqual(['1', '2', '3'])
    before.leave()
    const cursor = before.records.find(({ event }) => event.message?.text === '2')?.cursor
    room.say({ from: 'bob', content: '4' })
    await expect.poll(() => first.inspect().dedupe.remembered, waiting).toBe(4)
    await first.close()
    room.say({ from: 'bob', content: '5' })

    const second = await start({ socket: true, webhook: false })
    const [after, socket] = await Promise.all([
      readEvents({ url: second.url, token, cursor }),
      readSocket({ url: second.url, token, cursor }),
    ])
    await expect.poll(() => isLive(second), waiting).toBe(true)
    room.say({ from: 'bob', content: '6' })
    await expect.poll(() => after.texts(), waiting).toEqual(['3', '4', '5', '6'])
    await expect.poll(() => socket.texts(), waiting).toEqual(['3', '4', '5', '6'])
    const gap = after.records.find(({ event }) => event.type === 'gap')
    expect(gap?.event).toMatchObject({ cause: 'restart', complete: 'unknown' })
  })

  test('closing ends every answer as a whole, and leaves nothing open', async () => {
    const { start } = await openStage()
    const relay = await start({ socket: true, webhook: false })
    const readers = await Promise.all([
      readEvents({ url: relay.url, token }),
      readSocket({ url: relay.url, token }),
    ])
    await relay.close()
    expect(await Promise.all(readers.map(({ ended }) => ended))).toEqual(['whole', '1001'])
    await expect(fetch(`${relay.url}/health`)).rejects.toThrow('fetch failed')
  })

  test('a second relay on the same folder, or the same port, says so and starts nothing', async () => {
    const { folder, start } = await openStage()
    const relay = await start({ socket: true, webhook: false })
    await expect(start({ socket: true })).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('another relay') as string,
    })
    const port = Number(new URL(relay.url).port)
    await expect(start({ port, folder: `${folder}/other` })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 cannot be had`,
    )
  })
})
