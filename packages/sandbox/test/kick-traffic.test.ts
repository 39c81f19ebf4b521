import { describe, expect, test } from 'vitest'
import type { KickRoom, RecordedEvent, Sandbox } from '../src/index.js'
import { createManualClock, type ManualClock } from './support/manual-clock.js'
import { connectRaw } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'

/** Every event of the feed that is known, by the name without its prefix. */
const knownEvents = [
  'ChatMessageEvent',
  'MessageDeletedEvent',
  'UserBannedEvent',
  'UserUnbannedEvent',
  'ChatroomClearEvent',
  'ChatroomUpdatedEvent',
  'ChatSettingsChanged',
  'SubscriptionEvent',
  'GiftedSubscriptionsEvent',
  'SubscriptionGifted',
  'StreamHostEvent',
  'ChatMoveToSupportedChannelEvent',
  'PinnedMessageCreatedEvent',
  'PinnedMessageDeletedEvent',
  'PollUpdateEvent',
  'PollDeleteEvent',
  'PredictionCreated',
  'PredictionUpdated',
  'RewardRedeemedEvent',
  'KicksGifted',
  'StreamerIsLive',
  'StopStreamBroadcast',
  'LivestreamUpdated',
  'UpdatedLiveStreamEvent',
  'FollowersUpdated',
  'GiftsLeaderboardUpdated',
  'KicksLeaderboardUpdated',
  'GoalProgressUpdateEvent',
  'GoalUpdatedEvent',
  'GoalAchievedEvent',
  'GoalCanceledEvent',
  'PointsUpdated',
  'ChannelSubscriptionEvent',
  'LuckyUsersWhoGotGiftSubscriptionsEvent',
  'ChatMessageSentEvent',
  'StreamHostedEvent',
  'NewSubscriberUpdatedEvent',
  'NewActivityFeedEvent',
] as const

type Message = {
  id: string
  content: string
  type: string
  sender: {
    id: number
    username: string
    identity: { color: string; badges: { type: string }[]; badges_v2?: unknown[] }
  }
  metadata?: { original_message?: { id: string; content: string } }
  thread_parent_id?: string
}

async function play(
  steps: number,
  options: object = {},
): Promise<{ sandbox: Sandbox; room: KickRoom; events: readonly RecordedEvent[]; clock: ManualClock }> {
  const clock = createManualClock()
  const sandbox = await openSandbox({ rooms: ['ann'], clock, ...options })
  const room = sandbox.kick.room('ann')
  room.traffic.step(steps)
  return { sandbox, room, events: sandbox.record.events(), clock }
}

function bareName({ event }: RecordedEvent): string {
  return event.replace('App\\Events\\', '')
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the shape it looks at
function dataOf<Data>(event: RecordedEvent): Data {
  return JSON.parse(String(event.data)) as Data
}

function messagesOf(events: readonly RecordedEvent[]): Message[] {
  return events
    .filter((event) => bareName(event) === 'ChatMessageEvent')
    .map((event) => dataOf<Message>(event))
}

describe('the same seed', () => {
  test('gives the same events to the letter, ids and all', async () => {
    const first = await play(3000)
    const second = await play(3000)
    expect(second.events).toEqual(first.events)
  })

  test('gives them whatever other rooms there are', async () => {
    const alone = await play(500)
    const among = await openSandbox({ rooms: ['zoe', 'ann', 'bob'], clock: createManualClock() })
    among.kick.room('bob').traffic.step(100)
    among.kick.room('ann').traffic.step(500)
    const { channels } = among.kick.room('ann')
    const events = among.record.events().filter(({ channel }) => Object.values(channels).includes(channel))

    expect(events.map(({ event, data }) => [event, data])).toEqual(
      alone.events.map(({ event, data }) => [event, data]),
    )
  })

  test('gives the traffic the same ids and people, whatever is said by hand meanwhile', async () => {
    const alone = await play(500)
    const { sandbox, room } = await play(250)
    const byHand = [room.say('hello'), room.say({ from: 'bob', content: 'me too' })].map(({ id }) => id)
    room.subscribe('bob')
    room.traffic.step(250)
    const traffic = messagesOf(sandbox.record.events()).filter(({ id }) => !byHand.includes(id))

    expect(traffic.map(({ id, sender }) => [id, sender])).toEqual(
      messagesOf(alone.events).map(({ id, sender }) => [id, sender]),
    )
  })

  test('gives other events than another seed, and other rooms other events', async () => {
    const seven = messagesOf((await play(200)).events)
    const eight = messagesOf((await play(200, { seed: 8 })).events)
    const bob = await openSandbox({ rooms: ['bob'] })
    bob.kick.room('bob').traffic.step(200)

    expect(eight.map(({ content }) => content)).not.toEqual(seven.map(({ content }) => content))
    expect(messagesOf(bob.record.events()).map(({ id }) => id)).not.toEqual(seven.map(({ id }) => id))
  })
})

describe('the mixture', () => {
  test('has every event of the feed, each on the channel it belongs to, and some nobody knows', async () => {
    const { room, events } = await play(20_000)
    const seen = new Map(events.map((event) => [bareName(event), event.channel]))

    expect([...seen.keys()]).toEqual(expect.arrayContaining([...knownEvents]))
    const unknown = [...seen.keys()].filter((name) => !knownEvents.some((known) => known === name))
    expect(unknown.toSorted()).toEqual(['EmptyNoveltyEvent', 'MysteryBoxOpened', 'SandboxNoveltyEvent'])
    expect(seen.get('KicksGifted')).toBe(room.channels.extras)
    expect(seen.get('PredictionUpdated')).toBe(room.channels.predictions)
    expect(seen.get('StreamerIsLive')).toBe(room.channels.channel)
    expect(new Set(events.map(({ channel }) => channel))).toEqual(new Set(Object.values(room.channels)))
  })

  test('spells names as the feed does: with the prefix here, without it there', async () => {
    const { room, events } = await play(20_000)
    const names = new Set(events.map(({ event }) => event))

    expect(names).toContain('App\\Events\\ChatMessageEvent')
    expect(names).toContain('App\\Events\\GiftedSubscriptionsEvent')
    for (const bare of [
      'GiftedSubscriptionsEvent',
      'KicksGifted',
      'PredictionCreated',
      'RewardRedeemedEvent',
    ]) {
      expect(names).toContain(bare)
    }
    const onChat = events.filter(
      ({ channel, event }) => channel === room.channels.chat && !event.startsWith('App'),
    )
    expect(new Set(onChat.map(({ event }) => event))).toEqual(
      new Set(['ChatSettingsChanged', 'MysteryBoxOpened']),
    )
  })

  test.each([1, 2, 3])('is 85 to 90 % messages (seed %i)', async (seed) => {
    const { events } = await play(10_000, { seed })
    const share = messagesOf(events).length / events.length

    expect(share).toBeGreaterThan(0.85)
    expect(share).toBeLessThan(0.9)
  })

  test('makes frames of messages about 730 bytes long', async () => {
    const { room, events } = await play(5000)
    const sizes = events
      .filter((event) => bareName(event) === 'ChatMessageEvent')
      .map(({ event, channel, data }) => Buffer.byteLength(JSON.stringify({ event, data, channel })))
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length

    expect(room.channels.chat).toMatch(/^chatrooms/)
    expect(mean).toBeGreaterThan(650)
    expect(mean).toBeLessThan(800)
  })

  test('speaks Persian, Arabic, emoji and emotes besides English', async () => {
    const contents = messagesOf((await play(3000)).events).map(({ content }) => content)
    const share = (pattern: RegExp): number =>
      contents.filter((content) => pattern.test(content)).length / contents.length

    expect(share(/[پچژگی]/)).toBeGreaterThan(0.05)
    expect(share(/[\u0600-\u06ff]/)).toBeGreaterThan(0.1)
    expect(share(/\p{Extended_Pictographic}/u)).toBeGreaterThan(0.05)
    expect(share(/\[emote:\d+:[^\]]+\]/)).toBeGreaterThan(0.2)
    expect(Math.max(...contents.map(({ length }) => length))).toBeLessThanOrEqual(500)
  })
})

describe('the people', () => {
  test('keep their id, color and badges', async () => {
    const messages = messagesOf((await play(5000)).events)
    const identities = new Map<string, Set<string>>()
    for (const { sender } of messages) {
      const known = identities.get(sender.username) ?? new Set()
      identities.set(sender.username, known.add(JSON.stringify(sender)))
    }

    expect(identities.size).toBeGreaterThan(80)
    expect([...identities.values()].every((known) => known.size === 1)).toBe(true)
    expect(new Set(messages.map(({ sender }) => sender.id)).size).toBe(identities.size)
  })

  test('wear every badge the feed knows, and some the newer ones', async () => {
    const seen = new Set<string>()
    for (const seed of [1, 2, 3]) {
      // oxlint-disable-next-line no-await-in-loop -- three small sandboxes
      for (const { sender } of messagesOf((await play(1500, { seed })).events)) {
        for (const { type } of sender.identity.badges) seen.add(type)
        if (sender.identity.badges_v2 !== undefined) seen.add('(v2)')
      }
    }

    expect([...seen]).toEqual(
      expect.arrayContaining([
        'moderator',
        'vip',
        'og',
        'founder',
        'subscriber',
        'sub_gifter',
        'verified',
        'bot',
        '(v2)',
      ]),
    )
  })

  test('say nothing while banned', async () => {
    const { events } = await play(8000)
    const banned = new Set<string>()
    let bans = 0
    for (const event of events) {
      const name = bareName(event)
      if (name === 'UserBannedEvent') {
        const { user, permanent } = dataOf<{ user: { username: string }; permanent: boolean }>(event)
        if (permanent) {
          banned.add(user.username)
          bans += 1
        }
      } else if (name === 'UserUnbannedEvent') {
        banned.delete(dataOf<{ user: { username: string } }>(event).user.username)
      } else if (name === 'ChatMessageEvent') {
        expect(banned).not.toContain(dataOf<Message>(event).sender.username)
      }
    }
    expect(bans).toBeGreaterThan(5)
  })
})

describe('what refers to something earlier', () => {
  test('refers to something that was there: replies, deletions, pins', async () => {
    const { events } = await play(6000)
    const said = new Map<string, string>()
    const counts = { replies: 0, deletions: 0, pins: 0 }
    for (const event of events) {
      const name = bareName(event)
      if (name === 'ChatMessageEvent') {
        const message = dataOf<Message>(event)
        expect(said.has(message.id)).toBe(false)
        if (message.type === 'reply') {
          counts.replies += 1
          const original = message.metadata?.original_message
          expect(said.get(original?.id ?? '')).toBe(original?.content)
          expect(message.thread_parent_id).toBe(original?.id)
        }
        said.set(message.id, message.content)
      } else if (name === 'MessageDeletedEvent') {
        counts.deletions += 1
        const { message } = dataOf<{ message: { id: string } }>(event)
        expect(said.has(message.id)).toBe(true)
        said.delete(message.id)
      } else if (name === 'PinnedMessageCreatedEvent') {
        counts.pins += 1
        expect(said.has(dataOf<{ message: Message }>(event).message.id)).toBe(true)
      } else if (name === 'ChatroomClearEvent') said.clear()
    }

    expect(counts.replies).toBeGreaterThan(300)
    expect(counts.deletions).toBeGreaterThan(50)
    expect(counts.pins).toBeGreaterThan(5)
  })

  test('comes in its order: polls open, change and end; predictions too; the stream alternates', async () => {
    const { events } = await play(20_000)
    const story = (names: readonly string[]): string[] =>
      events.map((event) => bareName(event)).filter((name) => names.includes(name))

    const stream = story(['StreamerIsLive', 'StopStreamBroadcast'])
    expect(stream.length).toBeGreaterThan(5)
    stream.forEach((name, index) => {
      expect(name).toBe(index % 2 === 0 ? 'StreamerIsLive' : 'StopStreamBroadcast')
    })
    const polls = story(['PollUpdateEvent', 'PollDeleteEvent'])
    polls.forEach((name, index) => {
      if (name === 'PollDeleteEvent') expect(polls[index - 1]).toBe('PollUpdateEvent')
    })
    const states = events
      .filter((event) => event.event.startsWith('Prediction'))
      .map((event) => dataOf<{ prediction: { state: string } }>(event).prediction.state)
    expect(new Set(states)).toEqual(new Set(['ACTIVE', 'LOCKED', 'RESOLVED', 'CANCELLED']))
    states.forEach((state, index) => {
      if (state === 'RESOLVED' || state === 'CANCELLED') expect(states[index - 1]).toBe('LOCKED')
    })
  })

  test('a big drop is split, and its chunks belong together', async () => {
    const { events } = await play(20_000)
    const chunks = events
      .filter(({ event }) => event === 'GiftedSubscriptionsEvent')
      .map((event) =>
        dataOf<{ correlation_id: string; chunk_details: { total_chunks: number } | null }>(event),
      )
    const split = chunks.filter(({ chunk_details: details }) => details !== null)

    expect(split.length).toBeGreaterThan(0)
    for (const { correlation_id: id, chunk_details: details } of split) {
      expect(chunks.filter((chunk) => chunk.correlation_id === id)).toHaveLength(details?.total_chunks ?? -1)
    }
  })
})

describe('the pace', () => {
  test.each([6, 120, 3000])('is %i messages a minute, on average', async (messagesPerMinute) => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ rooms: ['ann'], clock, messagesPerMinute })
    const minutes = messagesPerMinute < 10 ? 60 : 4
    clock.advance(minutes * 60_000)
    const perMinute = messagesOf(sandbox.record.events()).length / minutes

    expect(perMinute).toBeGreaterThan(messagesPerMinute * 0.85)
    expect(perMinute).toBeLessThan(messagesPerMinute * 1.15)
  })

  test('is set for each room', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({
      clock,
      messagesPerMinute: 600,
      rooms: ['busy', { slug: 'quiet', messagesPerMinute: 0 }, { slug: 'slow', messagesPerMinute: 6 }],
    })
    clock.advance(60_000)
    const count = (slug: string): number =>
      sandbox.record.events({ channel: sandbox.kick.room(slug).channels.chat }).length

    expect(count('quiet')).toBe(0)
    expect(count('busy')).toBeGreaterThan(400)
    expect(count('slow')).toBeGreaterThan(1)
    expect(count('slow')).toBeLessThan(15)
  })

  test('can be started, changed and stopped', async () => {
    const { sandbox, room, clock } = await play(0)
    expect(room.traffic.running).toBe(false)
    clock.advance(60_000)
    expect(sandbox.record.events()).toEqual([])

    room.traffic.start(600)
    expect(room.traffic).toMatchObject({ running: true, messagesPerMinute: 600 })
    clock.advance(10_000)
    const atSixHundred = sandbox.record.events().length
    expect(atSixHundred).toBeGreaterThan(60)
    room.traffic.start(6)
    clock.advance(10_000)
    expect(sandbox.record.events().length - atSixHundred).toBeLessThan(15)

    room.traffic.stop()
    room.traffic.stop()
    expect(room.traffic.running).toBe(false)
    const atStop = sandbox.record.events().length
    clock.advance(600_000)
    expect(sandbox.record.events()).toHaveLength(atStop)
    expect(clock.pendingTimers).toBe(0)
  })

  test('goes on at the last rate when started without one', async () => {
    const { room } = await play(0)
    room.traffic.start(60)
    room.traffic.stop()
    room.traffic.start()
    expect(room.traffic.messagesPerMinute).toBe(60)
  })

  test('does not make up for a long sleep of the machine all at once', async () => {
    const clock = createManualClock()
    let offsetMs = 0
    const sandbox = await openSandbox({
      rooms: ['ann'],
      messagesPerMinute: 600,
      clock: {
        now: () => clock.now() + offsetMs,
        after: (delayMs, callback) => clock.after(delayMs, callback),
      },
    })
    clock.advance(1000)
    const before = sandbox.record.events().length
    offsetMs = 3_600_000
    clock.advance(1000)

    expect(sandbox.record.events().length - before).toBeLessThan(60)
  })

  test.each([0, -1, Number.NaN, 600_001])('refuses to start at %d', async (rate) => {
    const { room } = await play(0)
    expect(() => {
      room.traffic.start(rate)
    }).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    expect(room.traffic.running).toBe(false)
  })

  test('refuses to start in a sandbox that was closed', async () => {
    const { sandbox, room } = await play(0)
    await sandbox.close()
    expect(() => {
      room.traffic.start(60)
    }).toThrow(expect.objectContaining({ code: 'closed' }))
  })

  test('reaches a client over the wire in full, at five thousand a minute', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const client = await connectRaw(sandbox)
    await client.subscribe(room.channels.chat)
    room.traffic.start(5000)
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
    room.traffic.stop()
    room.say({ content: 'the end', id: 'end' })
    await client.frame('App\\Events\\ChatMessageEvent')
    const published = sandbox.record.events({ channel: room.channels.chat })
    const received = (): number =>
      client.frames.filter(({ channel }) => channel === room.channels.chat).length
    await expect.poll(received, { interval: 2 }).toBe(published.length + 1)

    expect(published.length).toBeGreaterThan(3)
  })
})
