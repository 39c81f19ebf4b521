import { describe, expect, test } from 'vitest'
import {
  decodeEvent,
  KickChat,
  parseContent,
  pusherSocket,
  toChatroomId,
  type ChatroomId,
  type UserId,
} from '../src/index.js'
import { openStage } from './support/chat.js'
import { ManualClock } from './support/manual-clock.js'
import { nameOf } from './support/messages.js'
import { negotiatedTo } from './support/negotiated.js'
import { until } from './support/wait.js'

/** Defects that other readers of Kick's chat have or had, each as a test that ours has not. */
describe('defects known from other clients', () => {
  test('a message with quotes, a line break and emoji arrives as it was typed', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events()
    const content = `"quoted" \\ back\nnew line 👩‍👩‍👧 \u{1F600} سلام`
    stage.sandbox.kick.room('ann').say(content)
    expect((await events.next()).value).toMatchObject({ message: { text: content } })
  })

  test('an emote may have signs in its name, and one without a name is words', () => {
    expect(parseContent('[emote:1:my-emote!][emote:2:]')).toMatchObject([
      { type: 'emote', name: 'my-emote!' },
      { type: 'text', text: '[emote:2:]' },
    ])
  })

  test('a handler that throws does not stop the others', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const heard: string[] = []
    room.on('message', () => {
      throw new TypeError('mine')
    })
    room.on('message', (event) => void heard.push(nameOf(event)))
    stage.sandbox.kick.room('ann').say('hi')
    await until(() => heard.length === 1)
    expect(heard).toEqual(['hi'])
  })

  test('a lost connection is made again, and the channels subscribed again, without anybody’s help', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events({ types: ['message'] })
    stage.sandbox.faults.drop()
    await until(() => events.size === 1)
    stage.sandbox.kick.room('ann').say('again')
    expect(
      [(await events.next()).value, (await events.next()).value].map((event) => event && nameOf(event)),
    ).toEqual(['gap reconnect', 'again'])
  })

  test('a server that pings is answered, and one that falls silent is left', async () => {
    await using stage = await openStage({ socket: { activityTimeoutMs: 40, pongTimeoutMs: 40 } })
    const room = await stage.chat.join('ann')
    const silence = stage.sandbox.faults.silence()
    await until(() => room.state === 'connecting')
    silence.heal()
    await until(() => room.state === 'live')
    expect(stage.chat.stats().reconnects).toBeGreaterThanOrEqual(1)
  })

  test('a server that does not answer is asked ever more rarely, and not by all at the same moment', async () => {
    for (const chance of [0, 0.5]) {
      const clock = new ManualClock()
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await using stage = await openStage()
      await using chat = new KickChat({
        socket: negotiatedTo(stage.sandbox, { clock, random: () => chance }),
      })
      stage.sandbox.faults.failRequests({ path: '/api/v1/realtime/', status: 503 })
      void chat.join(toChatroomId(1)).catch(() => undefined)
      const waitsMs: (number | undefined)[] = []
      for (let round = 0; round < 7; round += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one wait after the other
        await until(() => clock.waitsMs.length === 1)
        waitsMs.push(clock.waitsMs[0])
        clock.pass(clock.waitsMs[0] ?? 0)
      }
      const spread = 0.5 + chance / 2
      expect(waitsMs).toEqual([1, 2, 4, 8, 16, 30, 30].map((seconds) => seconds * 1_000 * spread))
    }
  })

  test('a join waits for the server to confirm it', async () => {
    await using stage = await openStage()
    await stage.chat.join('ann')
    const confirmed = stage.sandbox.record
      .frames()
      .filter(({ text }) => text.includes('subscription_succeeded'))
    expect(confirmed).toHaveLength(5)
  })

  test('the ids of user, channel and chatroom are different types', async () => {
    await using stage = await openStage()
    const info: { userId?: UserId } = { userId: 1 as UserId }
    // @ts-expect-error a user id is no chatroom id
    const wrong: ChatroomId | undefined = info.userId
    expect(wrong).toBe(1)
    const { chatroomId, channelId, userId } = stage.sandbox.kick.room('ann')
    expect(new Set([chatroomId, channelId, userId]).size).toBe(3)
    expect(await stage.chat.join('ann')).toMatchObject({ chatroomId, channelId })
  })

  test('key, cluster, host, port and path of the socket are options', async () => {
    expect(pusherSocket({ key: 'another', cluster: 'eu' }).name).toBe('pusher')
    await using stage = await openStage({ socket: { key: '32cbd69e4b950bf97679' } })
    expect((await stage.chat.join('ann')).state).toBe('live')
  })

  test('every event is read, not chat messages alone, and unknown ones keep what they held', () => {
    expect(decodeEvent('chatrooms.1.v2', 'App\\Events\\SomethingNew', { a: 1 })).toEqual({
      type: 'unknown',
      source: { name: 'SomethingNew', channel: 'chatrooms.1.v2', payload: { a: 1 } },
    })
  })

  test('names with an underscore are found under the dash that the site writes', async () => {
    await using stage = await openStage({ rooms: ['ann-x'] })
    expect(await stage.chat.join('ann_x')).toMatchObject({ slug: 'ann-x' })
  })

  test('several rooms share a chat, and no room’s handle takes another’s place', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob'] })
    const [ann, bob] = await Promise.all([stage.chat.join('ann'), stage.chat.join('bob')])
    const heard: string[] = []
    ann.on('message', (event) => void heard.push(`ann ${nameOf(event)}`))
    bob.on('message', (event) => void heard.push(`bob ${nameOf(event)}`))
    stage.sandbox.kick.room('ann').say('one')
    stage.sandbox.kick.room('bob').say('two')
    await until(() => heard.length === 2)
    expect(heard).toEqual(['ann one', 'bob two'])
  })
})
