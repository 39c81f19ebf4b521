import { describe, expect, test } from 'vitest'
import type { KickRoom, Sandbox } from '../src/index.js'
import { createIdentity } from '../src/kick/identity.js'
import { createRandom } from '../src/random.js'
import { createManualClock } from './support/manual-clock.js'
import { connectRaw } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'

const prefix = 'App\\Events\\'
const startMs = Date.UTC(2026, 8, 10, 12, 29, 24, 250)

async function openRoom(): Promise<{
  sandbox: Sandbox
  room: KickRoom
  /** What was published since the last look: name, channel, parsed data. */
  published: () => { event: string; channel: string; data: unknown }[]
}> {
  const sandbox = await openSandbox({ rooms: ['ann'], clock: createManualClock(startMs) })
  let seen = 0
  return {
    sandbox,
    room: sandbox.kick.room('ann'),
    published: () => {
      const events = sandbox.record.events({ afterSequence: seen })
      seen = events.at(-1)?.sequence ?? seen
      return events.map(({ event, channel, data }) => ({
        event,
        channel,
        data: JSON.parse(String(data)) as unknown,
      }))
    },
  }
}

test('what comes late bears the time it was said at', async () => {
  const { room, published } = await openRoom()
  const atMs = startMs - 1_200_000
  expect(room.say({ content: 'late', atMs }).createdAt).toBe('2026-09-10T12:09:24+00:00')
  expect(published()[0]?.data).toMatchObject({ created_at: '2026-09-10T12:09:24+00:00' })
})

describe('the channels of a room', () => {
  test('are named by chatroom id and channel id', async () => {
    const { room } = await openRoom()
    expect(room.channels).toEqual({
      chat: `chatrooms.${room.chatroomId}.v2`,
      gifts: `chatroom_${room.chatroomId}`,
      legacyChat: `chatrooms.${room.chatroomId}`,
      channel: `channel.${room.channelId}`,
      extras: `channel_${room.channelId}`,
      predictions: `predictions-channel-${room.channelId}`,
    })
  })

  test('carry frames as the feed has them: data is a JSON string within JSON', async () => {
    const { sandbox, room } = await openRoom()
    const client = await connectRaw(sandbox)
    await client.subscribe(room.channels.chat)
    const said = room.say({ content: 'gg [emote:37226:KEKW]', from: 'Ann_X' })
    const frame = await client.frame(`${prefix}ChatMessageEvent`)

    expect(frame.channel).toBe(room.channels.chat)
    expect(frame.data).toBeTypeOf('string')
    expect(JSON.parse(String(frame.data))).toMatchObject({ id: said.id, content: 'gg [emote:37226:KEKW]' })
    expect(Object.keys(frame)).toEqual(['event', 'data', 'channel'])
  })
})

describe('say', () => {
  test('sends a message of the feed’s shape', async () => {
    const { room, published } = await openRoom()
    const said = room.say({ content: 'سلام به همه', from: 'Sara_Q' })

    expect(published()).toEqual([
      {
        event: `${prefix}ChatMessageEvent`,
        channel: room.channels.chat,
        data: {
          id: said.id,
          chatroom_id: room.chatroomId,
          content: 'سلام به همه',
          type: 'message',
          created_at: '2026-09-10T12:29:24+00:00',
          sender: {
            id: said.sender.id,
            username: 'Sara_Q',
            slug: 'sara-q',
            identity: { color: expect.stringMatching(/^#[0-9A-F]{6}$/) as string, badges: [] },
          },
          metadata: { message_ref: String(startMs) },
        },
      },
    ])
    expect(said.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('answers an earlier message and says which', async () => {
    const { room, published } = await openRoom()
    const question = room.say({ content: 'when?', from: 'bob' })
    const answer = room.say({ content: 'now', from: 'ann', replyTo: question.id })

    expect(answer.type).toBe('reply')
    expect(published()[1]?.data).toMatchObject({
      type: 'reply',
      thread_parent_id: question.id,
      metadata: {
        original_sender: { id: question.sender.id, username: 'bob' },
        original_message: { id: question.id, content: 'when?' },
      },
    })
  })

  test('celebrates', async () => {
    const { room, published } = await openRoom()
    room.say({ content: '', from: 'bob', celebrateMonths: 7 })

    expect(published()[0]?.data).toMatchObject({
      type: 'celebration',
      content: '',
      metadata: { celebration: { type: 'subscription_renewed', total_months: 7 } },
    })
  })

  test('knows a name again, in any case, with the same id and color', async () => {
    const { room } = await openRoom()
    const first = room.say({ content: 'a', from: 'Newcomer_1' }).sender
    const second = room.say({ content: 'b', from: 'newcomer_1' }).sender

    expect(second).toEqual(first)
    expect(room.say({ content: 'c', from: 'ann' }).sender.id).toBe(room.userId)
    expect(room.say({ content: 'd', from: room.cast.moderators[0] }).sender.badges).toContainEqual({
      type: 'moderator',
      text: 'Moderator',
    })
  })

  test('takes 500 characters and no more', async () => {
    const { room, published } = await openRoom()
    room.say('x'.repeat(500))
    expect(() => room.say('x'.repeat(501))).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
    expect(published()).toHaveLength(1)
  })

  test('refuses to answer what was never said or was deleted, by its id', async () => {
    const { room } = await openRoom()
    const gone = room.say('gone')
    room.deleteMessage(gone.id)
    for (const replyTo of ['nothing', gone.id]) {
      expect(() => room.say({ content: 'x', replyTo })).toThrow(
        expect.objectContaining({
          code: 'unknown_message',
          message: expect.stringContaining(replyTo) as string,
        }),
      )
    }
  })

  test('marks events in the record by the message they are of', async () => {
    const { sandbox, room } = await openRoom()
    const said = room.say('hello')
    room.pin(said.id)
    room.deleteMessage(said.id)

    expect(sandbox.record.events({ messageId: said.id }).map(({ event }) => event)).toEqual([
      `${prefix}ChatMessageEvent`,
      `${prefix}PinnedMessageCreatedEvent`,
      `${prefix}MessageDeletedEvent`,
    ])
  })

  test('takes an id of your own', async () => {
    const { room } = await openRoom()
    expect(room.say({ content: 'x', id: 'my-id' }).id).toBe('my-id')
  })
})

describe('moderation', () => {
  test('deletes by hand and by machine', async () => {
    const { room, published } = await openRoom()
    room.deleteMessage('m1')
    room.deleteMessage('m2', { byAi: true, violatedRules: ['hate'] })

    expect(published()).toMatchObject([
      {
        event: `${prefix}MessageDeletedEvent`,
        data: { message: { id: 'm1' }, aiModerated: false, violatedRules: [] },
      },
      { data: { message: { id: 'm2' }, aiModerated: true, violatedRules: ['hate'] } },
    ])
  })

  test('bans for good, times out for minutes, and lets back in', async () => {
    const { room, published } = await openRoom()
    room.ban('bob')
    room.ban('bob', { minutes: 5, by: 'mod_1' })
    room.unban('bob', { by: 'mod_1' })
    const [ban, timeout, unban] = published()

    expect(ban).toMatchObject({
      event: `${prefix}UserBannedEvent`,
      channel: room.channels.chat,
      data: { user: { username: 'bob', slug: 'bob' }, banned_by: { id: 0 }, permanent: true },
    })
    expect(ban?.data).not.toHaveProperty('duration')
    expect(ban?.data).not.toHaveProperty('expires_at')
    expect(timeout?.data).toMatchObject({
      permanent: false,
      duration: 5,
      expires_at: '2026-09-10T12:34:24+00:00',
      banned_by: { username: 'mod_1' },
    })
    expect(unban).toMatchObject({
      event: `${prefix}UserUnbannedEvent`,
      data: { user: { username: 'bob' }, unbanned_by: { username: 'mod_1' }, permanent: true },
    })
  })

  test('clears, and forgets what could be answered', async () => {
    const { room, published } = await openRoom()
    const said = room.say('hello')
    room.clear()

    expect(published()[1]).toEqual({
      event: `${prefix}ChatroomClearEvent`,
      channel: room.channels.chat,
      data: { id: expect.any(String) as string },
    })
    expect(() => room.say({ content: 'x', replyTo: said.id })).toThrow(/newest 200/)
  })

  test('changes modes one by one, in the usual form', async () => {
    const { room, published } = await openRoom()
    room.setModes({ slowSeconds: 5 })
    room.setModes({ followersOnly: true, followersMinutes: 10 })

    expect(published()[1]).toEqual({
      event: `${prefix}ChatroomUpdatedEvent`,
      channel: room.channels.chat,
      data: {
        id: room.chatroomId,
        slow_mode: { enabled: true, message_interval: 5 },
        subscribers_mode: { enabled: false },
        followers_mode: { enabled: true, min_duration: 10 },
        emotes_mode: { enabled: false },
        advanced_bot_protection: { enabled: false, remaining_time: 0 },
        account_age: { enabled: false, min_duration: 0 },
      },
    })
  })

  test('changes modes in the newer form', async () => {
    const { room, published } = await openRoom()
    room.setModes({ subscribersOnly: true }, { newerForm: true })

    expect(published()[0]).toMatchObject({
      event: 'ChatSettingsChanged',
      data: { settings: { subscribers_only_mode: { enabled: true }, emotes_only_mode: { enabled: false } } },
    })
  })

  test('pins a whole message, its duration as text, and unpins', async () => {
    const { room, published } = await openRoom()
    const said = room.say({ content: 'rules', from: 'bob' })
    room.pin(said.id, { by: 'mod_1' })
    room.unpin()

    expect(published().slice(1)).toMatchObject([
      {
        event: `${prefix}PinnedMessageCreatedEvent`,
        data: {
          message: { id: said.id, content: 'rules', sender: { username: 'bob' } },
          duration: '1200',
          pinnedBy: { username: 'mod_1', identity: { badges: [] } },
        },
      },
      { event: `${prefix}PinnedMessageDeletedEvent`, data: [] },
    ])
  })
})

describe('support', () => {
  test('a subscription comes with its four older doubles', async () => {
    const { room, published } = await openRoom()
    room.subscribe('bob', 3)
    const events = published()

    expect(events.map(({ event, channel }) => [event, channel])).toEqual([
      [`${prefix}SubscriptionEvent`, room.channels.chat],
      [`${prefix}ChannelSubscriptionEvent`, room.channels.channel],
      [`${prefix}ChatMessageSentEvent`, room.channels.legacyChat],
      [`${prefix}NewSubscriberUpdatedEvent`, room.channels.channel],
      [`${prefix}NewActivityFeedEvent`, room.channels.channel],
    ])
    expect(events[0]?.data).toEqual({ chatroom_id: room.chatroomId, username: 'bob', months: 3 })
    expect(events[1]?.data).toMatchObject({ username: 'bob', channel_id: room.channelId })
  })

  test('a small drop comes in one piece', async () => {
    const { room, published } = await openRoom()
    room.giftSubscriptions('bob', ['a', 'b'])
    const [gift, ...doubles] = published()

    expect(gift).toEqual({
      event: 'GiftedSubscriptionsEvent',
      channel: room.channels.gifts,
      data: {
        chatroom_id: room.chatroomId,
        gifter_username: 'bob',
        gifted_usernames: ['a', 'b'],
        gifter_total: 2,
        gifted_total: 2,
        correlation_id: expect.any(String) as string,
        chunk_details: null,
      },
    })
    expect(doubles.map(({ event }) => event)).toEqual([
      `${prefix}LuckyUsersWhoGotGiftSubscriptionsEvent`,
      `${prefix}ChatMessageSentEvent`,
      `${prefix}GiftsLeaderboardUpdated`,
    ])
  })

  test('a big drop comes in chunks that belong together and lose nobody', async () => {
    const { room, published } = await openRoom()
    const receivers = Array.from({ length: 50 }, (_, index) => `user${index}`)
    room.giftSubscriptions('bob', receivers)
    const chunks = published()
      .filter(({ event }) => event === 'GiftedSubscriptionsEvent')
      .map(
        ({ data }) =>
          data as {
            gifted_usernames: string[]
            gifted_total: number
            correlation_id: string
            chunk_details: object
          },
      )

    expect(chunks.map((chunk) => chunk.gifted_usernames.length)).toEqual([20, 20, 10])
    expect(chunks.flatMap((chunk) => chunk.gifted_usernames)).toEqual(receivers)
    expect(chunks.map((chunk) => chunk.gifted_total)).toEqual([50, 50, 50])
    expect(new Set(chunks.map((chunk) => chunk.correlation_id)).size).toBe(1)
    expect(chunks.map((chunk) => chunk.chunk_details)).toEqual(
      [0, 1, 2].map((chunk_index) => ({
        correlation_id: chunks[0]?.correlation_id,
        chunk_index,
        total_chunks: 3,
      })),
    )
  })

  test('gifts add up over a lifetime and on the leaderboard', async () => {
    const { room, published } = await openRoom()
    room.giftSubscriptions('bob', ['a', 'b'])
    room.giftSubscriptions('carl', ['a', 'b', 'c'])
    room.giftSubscriptions('bob', ['d', 'e'])
    const events = published()

    expect(events.findLast(({ event }) => event === 'GiftedSubscriptionsEvent')?.data).toMatchObject({
      gifter_total: 4,
      gifted_total: 2,
    })
    expect(events.at(-1)?.data).toMatchObject({
      leaderboard: [
        { username: 'bob', quantity: 4 },
        { username: 'carl', quantity: 3 },
      ],
      gifter_username: 'bob',
      gifted_quantity: 2,
    })
  })

  test('a drop has two other shapes in the feed', async () => {
    const { room, published } = await openRoom()
    room.giftSubscriptions('bob', ['a'], 'prefixed')
    room.giftSubscriptions('bob', ['a'], 'newer')
    const events = published()

    expect(events[0]).toMatchObject({
      event: `${prefix}GiftedSubscriptionsEvent`,
      channel: room.channels.chat,
    })
    expect(events[4]).toMatchObject({
      event: 'SubscriptionGifted',
      data: { user: { username: 'bob' }, gift: { tier: 1 }, gifted_users: [{ username: 'a', slug: 'a' }] },
    })
  })

  test('a drop without receivers is refused', async () => {
    const { room, published } = await openRoom()
    expect(() => {
      room.giftSubscriptions('bob', [])
    }).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
    expect(published()).toEqual([])
  })

  test('KICKs come with the leaderboard', async () => {
    const { room, published } = await openRoom()
    room.giveKicks('bob')
    room.giveKicks('bob', { id: 'rage_quit', name: 'Rage Quit', amount: 500, tier: 'MID' }, 'for you')
    const events = published()

    expect(events.map(({ event }) => event)).toEqual([
      'KicksGifted',
      'KicksLeaderboardUpdated',
      'KicksGifted',
      'KicksLeaderboardUpdated',
    ])
    expect(events[0]).toMatchObject({
      channel: room.channels.extras,
      data: {
        message: '',
        sender: { username: 'bob' },
        gift: {
          gift_id: 'hell_yeah',
          amount: 1,
          type: 'BASIC',
          tier: 'BASIC',
          character_limit: 0,
          pinned_time: 0,
        },
        created_at: expect.stringMatching(/^2026-09-10T12:29:24\.\d{9}Z$/) as string,
        expires_at: null,
      },
    })
    expect(events[2]?.data).toMatchObject({ message: 'for you', gift: { amount: 500, pinned_time: 600 } })
    expect(events[3]?.data).toMatchObject({ lifetime: [{ username: 'bob', quantity: 501 }] })
  })

  test('rewards and points', async () => {
    const { room, published } = await openRoom()
    room.redeemReward('bob', 'Hydrate', 'please')
    room.updatePoints('bob', 120)

    expect(published()).toMatchObject([
      {
        event: 'RewardRedeemedEvent',
        channel: room.channels.gifts,
        data: {
          reward_title: 'Hydrate',
          channel_id: room.channelId,
          username: 'bob',
          user_input: 'please',
          reward_background_color: '#1475E1',
        },
      },
      { event: 'PointsUpdated', data: { balance: 120 } },
    ])
  })
})

describe('the stream', () => {
  test('starts and stops as one livestream', async () => {
    const { room, published } = await openRoom()
    room.goLive('Evening')
    room.endStream()
    const [start, stop] = published()

    expect(start).toMatchObject({
      event: `${prefix}StreamerIsLive`,
      channel: room.channels.channel,
      data: {
        livestream: {
          channel_id: room.channelId,
          session_title: 'Evening',
          source: null,
          created_at: '2026-09-10T12:29:24.250000Z',
        },
      },
    })
    const { livestream } = (start?.data ?? {}) as { livestream: { id: number } }
    expect(stop).toMatchObject({
      event: `${prefix}StopStreamBroadcast`,
      data: { livestream: { id: livestream.id, channel: { id: room.channelId, is_banned: false } } },
    })
    expect(() => {
      room.endStream()
    }).toThrow(/not live/)
  })

  test('tells viewers under both names', async () => {
    const { room, published } = await openRoom()
    room.updateViewers(10)
    room.updateViewers(20, { olderForm: true })

    expect(published()).toMatchObject([
      { event: `${prefix}LivestreamUpdated`, data: { viewers: 10 } },
      { event: `${prefix}UpdatedLiveStreamEvent`, data: { viewers: 20 } },
    ])
  })

  test('an incoming host comes with its older double', async () => {
    const { room, published } = await openRoom()
    room.receiveHost('Bob', 402)
    room.receiveHost('Bob', 8, 'hi there')

    expect(published()).toMatchObject([
      {
        event: `${prefix}StreamHostEvent`,
        channel: room.channels.chat,
        data: {
          chatroom_id: room.chatroomId,
          host_username: 'Bob',
          number_viewers: 402,
          optional_message: null,
        },
      },
      {
        event: `${prefix}StreamHostedEvent`,
        channel: room.channels.legacyChat,
        data: { message: { numberOfViewers: 402, optionalMessage: null }, user: { username: 'Bob' } },
      },
      { data: { optional_message: 'hi there' } },
      { data: { message: { optionalMessage: 'hi there' } } },
    ])
  })

  test('an outgoing host names the target', async () => {
    const { room, published } = await openRoom()
    room.hostOther('target', 509)

    expect(published()).toMatchObject([
      {
        event: `${prefix}ChatMoveToSupportedChannelEvent`,
        channel: room.channels.channel,
        data: {
          channel: { id: room.channelId, user_id: room.userId, slug: 'ann', current_livestream: null },
          slug: 'target',
          hosted: { slug: 'target', viewers_count: 509, is_live: true },
        },
      },
    ])
  })

  test('follows count up and down, as number and as text', async () => {
    const { room, published } = await openRoom()
    room.follow('bob')
    room.follow(null)
    room.follow(null, false)
    const counts = published().map(({ data }) => (data as { followersCount: unknown }).followersCount)

    expect(new Set(counts.map((count) => typeof count))).toEqual(new Set(['string', 'number']))
    expect(Number(counts[1]) - Number(counts[0])).toBe(1)
    expect(Number(counts[2])).toBe(Number(counts[0]))
  })
})

describe('engagement', () => {
  test('polls', async () => {
    const { room, published } = await openRoom()
    room.updatePoll({
      title: 'Map?',
      options: [
        { label: 'A', votes: 3 },
        { label: 'B', votes: 1 },
      ],
      durationSeconds: 60,
      remainingSeconds: 42,
    })
    room.endPoll()

    expect(published()).toEqual([
      {
        event: `${prefix}PollUpdateEvent`,
        channel: room.channels.chat,
        data: {
          poll: {
            title: 'Map?',
            options: [
              { id: 0, label: 'A', votes: 3 },
              { id: 1, label: 'B', votes: 1 },
            ],
            duration: 60,
            remaining: 42,
            result_display_duration: 15,
          },
        },
      },
      { event: `${prefix}PollDeleteEvent`, channel: room.channels.chat, data: [] },
    ])
  })

  test('predictions', async () => {
    const { room, published } = await openRoom()
    const prediction = {
      id: 'p1',
      title: 'Win?',
      state: 'ACTIVE',
      durationSeconds: 300,
      createdAtMs: startMs,
      outcomes: [
        { id: 'yes', title: 'Yes', points: 1000, votes: 5 },
        { id: 'no', title: 'No', points: 0, votes: 0 },
      ],
    } as const
    room.sendPrediction(prediction, true)
    room.sendPrediction({ ...prediction, state: 'RESOLVED', winningOutcomeId: 'yes', lockedAtMs: startMs })
    const [created, resolved] = published()

    expect(created).toMatchObject({
      event: 'PredictionCreated',
      channel: room.channels.predictions,
      data: {
        prediction: {
          id: 'p1',
          state: 'ACTIVE',
          locked_at: null,
          winning_outcome_id: null,
          outcomes: [
            { total_vote_amount: 1000, vote_count: 5, return_rate: 1 },
            { total_vote_amount: 0, vote_count: 0, return_rate: 1 },
          ],
        },
      },
    })
    expect(resolved).toMatchObject({
      event: 'PredictionUpdated',
      data: {
        prediction: { state: 'RESOLVED', winning_outcome_id: 'yes', locked_at: expect.any(String) as string },
      },
    })
  })

  test.each([
    ['progress', 'GoalProgressUpdateEvent'],
    ['updated', 'GoalUpdatedEvent'],
    ['achieved', 'GoalAchievedEvent'],
    ['canceled', 'GoalCanceledEvent'],
  ] as const)('a goal that is %s comes as %s', async (what, event) => {
    const { room, published } = await openRoom()
    room.sendGoal({ type: 'followers', current: 5, target: 100 }, what)

    expect(published()).toEqual([
      {
        event: `${prefix}${event}`,
        channel: room.channels.extras,
        data: { channel_id: room.channelId, type: 'followers', current_value: 5, target_value: 100 },
      },
    ])
  })
})

describe('send', () => {
  test('publishes any event under the name given, on any channel of the room', async () => {
    const { room, published } = await openRoom()
    room.send('Novelty', { a: 1 })
    room.send(`${prefix}Other`, [], 'extras')

    expect(published()).toEqual([
      { event: 'Novelty', channel: room.channels.chat, data: { a: 1 } },
      { event: `${prefix}Other`, channel: room.channels.extras, data: [] },
    ])
  })
})

describe('rooms', () => {
  test('can be added while running, and only once', async () => {
    const { sandbox } = await openRoom()
    const added = sandbox.kick.addRoom({ slug: 'bob', username: 'Bob' })

    expect(sandbox.kick.room('bob')).toBe(added)
    expect(sandbox.kick.rooms.map(({ slug }) => slug)).toEqual(['ann', 'bob'])
    expect(() => sandbox.kick.addRoom('bob')).toThrow(expect.objectContaining({ code: 'room_exists' }))
    expect(() => sandbox.kick.addRoom('no such slug!')).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    )
  })

  test('a room nobody added is refused with the names of those there are', async () => {
    const { sandbox } = await openRoom()
    expect(() => sandbox.kick.room('carl')).toThrow(
      expect.objectContaining({ code: 'unknown_room', message: expect.stringContaining('ann') as string }),
    )
  })

  test('share no id among two hundred of them', async () => {
    const sandbox = await openSandbox({ rooms: Array.from({ length: 200 }, (_, index) => `room${index}`) })
    const ids = sandbox.kick.rooms.flatMap(({ channelId, chatroomId, userId }) => [
      channelId,
      chatroomId,
      userId,
    ])

    expect(new Set(ids).size).toBe(600)
  })

  test('draw again when two slugs draw the same id', async () => {
    const [one, other] = findTwins((index) => createIdentity(7, `s${index}`, 'x').channelId)
    const sandbox = await openSandbox({ seed: 7, rooms: [`s${one}`, `s${other}`] })
    const ids = sandbox.kick.rooms.map(({ channelId }) => channelId)

    expect(ids[0]).toBe(createIdentity(7, `s${one}`, 'x').channelId)
    expect(ids[1]).not.toBe(ids[0])
    expect(sandbox.kick.rooms.map(({ slug }) => slug)).toEqual([`s${one}`, `s${other}`])
  })

  test('give two newcomers who draw the same id different ones', async () => {
    const drawId = (index: number): number =>
      createRandom(`7/chatter/ann/guest${index}`).integer(50_000_000, 99_999_999)
    const [one, other] = findTwins(drawId)
    const sandbox = await openSandbox({ seed: 7, rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const first = room.say({ content: 'hi', from: `guest${one}` }).sender
    const second = room.say({ content: 'hi', from: `guest${other}` }).sender

    expect(first.id).toBe(drawId(one))
    expect(second.id).not.toBe(first.id)
  })
})

/** The first two numbers that draw the same id. */
function findTwins(drawId: (index: number) => number): [number, number] {
  const seen = new Map<number, number>()
  for (let index = 0; ; index += 1) {
    const id = drawId(index)
    const twin = seen.get(id)
    if (twin !== undefined) return [twin, index]
    seen.set(id, index)
  }
}
