import { describe, expect, test } from 'vitest'
import type { KickRoom, Sandbox, SandboxOptions } from '../src/index.js'
import { connectLines, type LineClient } from './support/line-client.js'
import { createManualClock } from './support/manual-clock.js'
import { connectRaw, type RawClient } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'
import { waitUntil } from './support/wait.js'
import { receiveWebhooks, type WebhookReceiver } from './support/webhook-receiver.js'

type Stage = {
  sandbox: Sandbox
  room: KickRoom
  pusher: RawClient
  centrifugo: LineClient
  webhook: WebhookReceiver
  /** Asks the API as the user `helper`, whose channel is the room. */
  api(method: string, path: string, body?: unknown): Promise<{ status: number; data: unknown }>
  /** The ids in the history, newest first. */
  history(): Promise<readonly string[]>
  /** What came on the chat channel, over both sockets: the name of each event without its prefix, and its data. */
  onPusher(): readonly [string, Record<string, unknown>][]
  onCentrifugo(): readonly [string, Record<string, unknown>][]
}

const toEvent = (name: string, data: string): [string, Record<string, unknown>] => [
  name.replace('App\\Events\\', ''),
  JSON.parse(data) as Record<string, unknown>,
]

/** A room with a Pusher client, a Centrifugo client and a subscribed webhook. */
async function openStage(
  events: readonly string[] = ['chat.message.sent', 'moderation.banned'],
  options: SandboxOptions = {},
): Promise<Stage> {
  const sandbox = await openSandbox({
    rooms: ['ann'],
    accessTokens: [{ token: 'helper', username: 'helper', channel: 'ann' }],
    ...options,
  })
  const room = sandbox.kick.room('ann')
  const webhook = await receiveWebhooks(sandbox)
  const pusher = await connectRaw(sandbox)
  await pusher.subscribe(room.channels.chat)
  const centrifugo = await connectLines(sandbox, room.channels.chat)

  async function api(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; data: unknown }> {
    const response = await fetch(`${sandbox.kick.apiUrl}/public/v1/${path}`, {
      method,
      headers: { authorization: 'Bearer helper', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const { data } = (text === '' ? {} : JSON.parse(text)) as { data?: unknown }
    return { status: response.status, data }
  }

  await api('POST', 'events/subscriptions', {
    method: 'webhook',
    events: events.map((name) => ({ name, version: 1 })),
  })
  return {
    sandbox,
    room,
    pusher,
    centrifugo,
    webhook,
    api,
    async history() {
      const response = await fetch(`${sandbox.kick.siteUrl}/api/v2/channels/${room.channelId}/messages`)
      const { data } = (await response.json()) as { data: { messages: { id: string }[] } }
      return data.messages.map(({ id }) => id)
    },
    onPusher: () =>
      pusher.frames
        .filter(({ channel, event = '' }) => channel === room.channels.chat && !event.startsWith('pusher'))
        .map(({ event = '', data }) => toEvent(event, String(data))),
    onCentrifugo: () =>
      (centrifugo.publications(room.channels.chat) as { event: string; data: string }[]).map(
        ({ event, data }) => toEvent(event, data),
      ),
  }
}

/** Waits until both sockets have had so many events, which have to be the same. */
async function bothHear(stage: Stage, count: number): Promise<readonly [string, Record<string, unknown>][]> {
  await waitUntil(
    () => stage.onPusher().length === count && stage.onCentrifugo().length === count,
    `${count} events come on both sockets`,
  )
  expect(stage.onCentrifugo()).toEqual(stage.onPusher())
  return stage.onPusher()
}

async function post(stage: Stage, content: string, more: object = {}): Promise<string> {
  const { status, data } = await stage.api('POST', 'chat', { type: 'bot', content, ...more })
  expect(status).toBe(200)
  return (data as { message_id: string }).message_id
}

describe('what is posted by the API', () => {
  test('is on both sockets, in the webhook, and in the history, under one id', async () => {
    const stage = await openStage()
    const id = await post(stage, 'hello [emote:37226:KEKW]')
    const [[name, message] = []] = await bothHear(stage, 1)
    const [delivery] = await stage.webhook.received(1)

    expect(name).toBe('ChatMessageEvent')
    expect(message).toMatchObject({ id, content: 'hello [emote:37226:KEKW]', sender: { username: 'helper' } })
    expect(delivery?.type).toBe('chat.message.sent')
    expect(delivery?.body).toMatchObject({
      message_id: id,
      content: 'hello [emote:37226:KEKW]',
      broadcaster: { user_id: stage.room.userId, channel_slug: 'ann' },
      sender: { username: 'helper' },
      emotes: [{ emote_id: '37226', positions: [{ s: 6, e: 23 }] }],
    })
    expect(await stage.history()).toEqual([id])
  })

  test('can answer what was said in the room, and is told as an answer everywhere', async () => {
    const stage = await openStage()
    const question = stage.room.say({ from: 'bob', content: 'when?' })
    const id = await post(stage, 'now', { reply_to_message_id: question.id })
    const [, [, message] = []] = await bothHear(stage, 2)
    const deliveries = await stage.webhook.received(2)

    expect(message).toMatchObject({ id, type: 'reply', metadata: { original_message: { id: question.id } } })
    expect(deliveries.find(({ body }) => body['message_id'] === id)?.body).toMatchObject({
      replies_to: { message_id: question.id, content: 'when?', sender: { username: 'bob' } },
    })
    expect(await stage.history()).toEqual([id, question.id])
  })

  test('is nowhere if it was refused', async () => {
    const stage = await openStage()
    expect((await stage.api('POST', 'chat', { type: 'bot', content: '' })).status).toBe(400)
    stage.room.say('after')
    await bothHear(stage, 1)
    await stage.webhook.received(1)
    expect(await stage.history()).toHaveLength(1)
  })
})

describe('what is deleted by the API', () => {
  test('is told on both sockets and gone from the history; no webhook tells of it', async () => {
    const stage = await openStage()
    const kept = await post(stage, 'kept')
    const lost = await post(stage, 'lost')
    expect((await stage.api('DELETE', `chat/${lost}`)).status).toBe(204)
    const [, , [name, data] = []] = await bothHear(stage, 3)

    expect(name).toBe('MessageDeletedEvent')
    expect(data).toMatchObject({ message: { id: lost } })
    expect(await stage.history()).toEqual([kept])
    expect((await stage.api('DELETE', `chat/${lost}`)).status).toBe(404)
    await stage.webhook.received(2)
    await stage.sandbox.kick.webhooks.settled()
    expect(stage.webhook.deliveries.map(({ type }) => type)).toEqual([
      'chat.message.sent',
      'chat.message.sent',
    ])
  })

  test('may have been said by hand, and what is deleted by hand is gone for the API', async () => {
    const stage = await openStage()
    const [first, second] = [stage.room.say('one'), stage.room.say('two')]
    expect((await stage.api('DELETE', `chat/${first.id}`)).status).toBe(204)
    stage.room.deleteMessage(second.id)
    expect((await stage.api('DELETE', `chat/${second.id}`)).status).toBe(404)
    const reply = { type: 'bot', content: 'x', reply_to_message_id: first.id }
    expect(await stage.api('POST', 'chat', reply)).toEqual({ status: 400, data: 'Message not found' })
  })
})

describe('who is banned by the API', () => {
  test('is told of on both sockets and by the webhook, and cannot write any more', async () => {
    const stage = await openStage()
    await post(stage, 'before')
    const helper = stage.room.cast.byName('helper')
    const ban = { broadcaster_user_id: stage.room.userId, user_id: helper.id, reason: 'spam' }
    expect(await stage.api('POST', 'moderation/bans', ban)).toEqual({ status: 200, data: {} })
    const [, [name, data] = []] = await bothHear(stage, 2)
    const deliveries = await stage.webhook.received(2)
    const delivery = deliveries.find(({ type }) => type === 'moderation.banned')

    expect(name).toBe('UserBannedEvent')
    expect(data).toMatchObject({
      user: { id: helper.id, username: 'helper' },
      // With his own id: only bans made on the site come with 0.
      banned_by: { id: helper.id, username: 'helper' },
      permanent: true,
    })
    expect(delivery?.body).toMatchObject({
      banned_user: { user_id: helper.id },
      moderator: { username: 'helper' },
      metadata: { reason: 'spam', expires_at: null },
    })
    expect((await stage.api('POST', 'chat', { type: 'bot', content: 'after' })).status).toBe(403)
    expect(await stage.history()).toHaveLength(1)
  })

  test('writes again once the ban is lifted, which both sockets tell', async () => {
    const stage = await openStage()
    const body = { broadcaster_user_id: stage.room.userId, user_id: stage.room.cast.byName('helper').id }
    await stage.api('POST', 'moderation/bans', body)
    expect((await stage.api('DELETE', 'moderation/bans', body)).status).toBe(200)
    const [, [name, data] = []] = await bothHear(stage, 2)

    expect(name).toBe('UserUnbannedEvent')
    expect(data).toMatchObject({ user: { username: 'helper' }, unbanned_by: { username: 'helper' } })
    expect((await stage.api('DELETE', 'moderation/bans', body)).status).toBe(404)
    await post(stage, 'back')
  })

  test('for some minutes writes again after them', async () => {
    const clock = createManualClock()
    const stage = await openStage(['moderation.banned'], { clock })
    const body = { broadcaster_user_id: stage.room.userId, user_id: stage.room.cast.byName('helper').id }
    await stage.api('POST', 'moderation/bans', { ...body, duration: 5 })
    const [[, data] = []] = await bothHear(stage, 1)
    const [delivery] = await stage.webhook.received(1)

    expect(data).toMatchObject({ permanent: false, duration: 5, expires_at: '2026-09-10T12:05:00+00:00' })
    expect(delivery?.body).toMatchObject({ metadata: { expires_at: expect.stringContaining('12:05:00') } })
    clock.advance(5 * 60_000 - 1)
    expect((await stage.api('POST', 'chat', { type: 'bot', content: 'early' })).status).toBe(403)
    clock.advance(1)
    await post(stage, 'in time')
    expect((await stage.api('DELETE', 'moderation/bans', body)).status).toBe(404)
  })

  test('a ban for ever takes the place of one for minutes', async () => {
    const clock = createManualClock()
    const stage = await openStage([], { clock })
    stage.room.ban('helper', { minutes: 1 })
    stage.room.ban('helper')
    clock.advance(3_600_000)
    expect((await stage.api('POST', 'chat', { type: 'bot', content: 'x' })).status).toBe(403)
  })

  test('may have been banned by hand: the site’s moderators have the id 0', async () => {
    const stage = await openStage()
    stage.room.ban('helper', { by: 'mod_1' })
    const [[, data] = []] = await bothHear(stage, 1)
    expect(data).toMatchObject({ banned_by: { id: 0, username: 'mod_1' } })
    expect((await stage.api('POST', 'chat', { type: 'bot', content: 'x' })).status).toBe(403)
  })
})

describe('the rest of the room', () => {
  test('the site, the API and the webhook agree on the stream', async () => {
    const stage = await openStage(['livestream.status.updated', 'livestream.metadata.updated'])
    await stage.api('PATCH', 'channels', { stream_title: 'By the API' })
    await stage.webhook.received(1)
    stage.room.goLive('On the air')
    await stage.webhook.received(2)
    const live = await stage.api('GET', `users/livestreams?user_id=${stage.room.userId}`)
    const channel = await fetch(`${stage.sandbox.kick.siteUrl}/api/v2/channels/ann`).then((response) =>
      response.json(),
    )
    stage.room.endStream()
    const deliveries = await stage.webhook.received(3)

    expect(live.data).toMatchObject([{ title: 'On the air', channel: { slug: 'ann' } }])
    expect(channel).toMatchObject({ livestream: { session_title: 'On the air' } })
    expect(deliveries.map(({ type, body }) => [type, body['is_live']])).toEqual([
      ['livestream.metadata.updated', undefined],
      ['livestream.status.updated', true],
      ['livestream.status.updated', false],
    ])
    expect((await stage.api('GET', `users/livestreams?user_id=${stage.room.userId}`)).data).toEqual([])
  })

  test('a redemption of the room is pending in the API, and its decision is told', async () => {
    const stage = await openStage(['channel.reward.redemption.updated'])
    await stage.api('POST', 'channels/rewards', { title: 'Dance', cost: 5 })
    stage.room.redeemReward('bob', 'Dance', 'please')
    await stage.webhook.received(1)
    const list = (await stage.api('GET', 'channels/rewards/redemptions')).data as {
      redemptions: { id: string; user_input: string }[]
    }[]
    const redemption = list[0]?.redemptions[0]
    expect(redemption).toMatchObject({ user_input: 'please', status: 'pending' })
    expect(
      (await stage.api('POST', 'channels/rewards/redemptions/accept', { ids: [redemption?.id] })).data,
    ).toEqual([])
    const deliveries = await stage.webhook.received(2)

    expect(deliveries.map(({ body }) => [body['id'], body['status']])).toEqual([
      [redemption?.id, 'pending'],
      [redemption?.id, 'accepted'],
    ])
  })

  test('KICKs that were given are on the leaderboard and in the webhook', async () => {
    const stage = await openStage(['kicks.gifted'])
    stage.room.giveKicks('bob', { id: 'hell_yeah', name: 'Hell Yeah', amount: 100, tier: 'BASIC' })
    const [first] = await stage.webhook.received(1)
    stage.room.giveKicks('bob', { id: 'hell_yeah', name: 'Hell Yeah', amount: 20, tier: 'BASIC' })
    const board = await stage.api('GET', 'kicks/leaderboard')

    expect(first?.body).toMatchObject({
      sender: { username: 'bob' },
      gift: { amount: 100, name: 'Hell Yeah' },
    })
    expect(board.data).toMatchObject({ week: [{ username: 'bob', rank: 1, gifted_amount: 120 }] })
  })

  test('traffic too is heard by webhooks, message by message', async () => {
    const stage = await openStage(['chat.message.sent'])
    stage.room.traffic.step(60)
    const said = stage.sandbox.record
      .events({ channel: stage.room.channels.chat })
      .filter(({ event }) => event.endsWith('ChatMessageEvent'))
    const deliveries = await stage.webhook.received(said.length)
    const ids = new Set(deliveries.map(({ body }) => body['message_id']))

    expect(said.length).toBeGreaterThan(30)
    expect(ids).toEqual(new Set(said.map(({ messageId }) => messageId)))
    expect(deliveries).toHaveLength(said.length)
  })
})
