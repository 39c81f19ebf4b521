import type { ChatEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { author, fromWire, message, nowMs, otherRoom, raw, room } from './support/events.ts'
import { makeStyle, show } from './support/style.ts'

const ann = { id: 42, username: 'ann', slug: 'ann' }

describe('moderation', () => {
  const restrict = { type: 'restrict', room, user: author('ann'), by: author('mod') } as const

  test.each([
    [{ ...restrict, action: 'ban' }, '✗ ann was banned by mod'],
    [{ ...restrict, action: 'ban', reason: 'spam' }, '✗ ann was banned by mod (spam)'],
    [{ ...restrict, action: 'timeout', untilMs: nowMs + 300_000 }, '✗ ann may not write for 5 min by mod'],
    [{ ...restrict, action: 'timeout' }, '✗ ann may not write for a while by mod'],
    [{ ...restrict, action: 'timeout', untilMs: nowMs - 5000 }, '✗ ann may not write until 12:29:24 by mod'],
    [{ ...restrict, action: 'release' }, '✓ ann may write again by mod'],
    [{ type: 'clear', room }, '✗ the chat was cleared'],
    [{ type: 'clear', room, by: author('mod') }, '✗ the chat was cleared by mod'],
  ] as const)('%#: %j', (event, line) => {
    expect(show(event)).toEqual([`12:29:29 ${line}`])
  })
})

describe('a gap is loud and clear', () => {
  const gap = { type: 'gap', room, fromMs: nowMs - 12_000, toMs: nowMs, recovered: 0 } as const

  test.each([
    [
      { ...gap, cause: 'reconnect', complete: false },
      ' GAP 12:29:17 to 12:29:29 (12 s): connection lost, messages may be missing ',
    ],
    [
      { ...gap, cause: 'overflow', complete: false, lost: 1200 },
      ' GAP 12:29:17 to 12:29:29 (12 s): output too slow, 1200 events missing ',
    ],
    [
      { ...gap, cause: 'reconnect', complete: true, recovered: 3 },
      ' GAP 12:29:17 to 12:29:29 (12 s): connection lost, nothing is missing, 3 messages fetched afterwards ',
    ],
    [
      { type: 'gap', room, cause: 'restart', recovered: 0, complete: 'unknown' },
      ' GAP some time ago to now: this program was stopped, messages may be missing ',
    ],
  ] as const)('%#', (event, line) => {
    expect(show(event)).toEqual([`12:29:29 ${line}`])
    expect(show(event, makeStyle(1))[0]).toContain('\u001b[43m')
  })
})

test.each([
  ['connecting', '· connecting'],
  ['live', '· connected'],
  ['degraded', '· no connection yet, trying again'],
  ['closed', '· disconnected'],
] as const)('the status %s', (state, line) => {
  expect(show({ type: 'status', state, room })).toEqual([`12:29:29 ${line}`])
})

test('a connection is lost where there was one, in that room', () => {
  const style = makeStyle()
  show({ type: 'status', state: 'live', room }, style)
  const degraded = { type: 'status', state: 'degraded' } as const
  expect(show({ ...degraded, room }, style)).toEqual(['12:29:29 · connection lost, trying again'])
  expect(show({ ...degraded, room: otherRoom }, style)).toEqual([
    '12:29:29 · no connection yet, trying again',
  ])
})

describe('what Kick sends besides messages', () => {
  test.each([
    ['SubscriptionEvent', { chatroom_id: 1001, username: 'ann', months: 3 }, '★ ann subscribed for 3 months'],
    ['SubscriptionEvent', { chatroom_id: 1001, username: 'ann', months: 1 }, '★ ann subscribed for 1 month'],
    [
      'GiftedSubscriptionsEvent',
      { chatroom_id: 1001, gifter_username: 'bob', gifted_usernames: ['a', 'b'], gifted_total: 2 },
      '♥ bob gave 2 subscriptions to a, b',
    ],
    [
      'GiftedSubscriptionsEvent',
      {
        chatroom_id: 1001,
        gifter_username: 'bob',
        gifted_usernames: 'a,b,c,d,e,f,g,h'.split(','),
        gifted_total: 50,
      },
      '♥ bob gave 50 subscriptions to a, b, c, d, e, 3 more',
    ],
    [
      'StreamHostEvent',
      { chatroom_id: 1001, host_username: 'Bob', number_viewers: 402, optional_message: 'enjoy' },
      '» Bob hosts this channel with 402 viewers: enjoy',
    ],
    [
      'ChatMoveToSupportedChannelEvent',
      { slug: 'target', hosted: { id: 77, username: 'Target', slug: 'target', viewers_count: 509 } },
      '~ hosts Target',
    ],
    [
      'KicksGifted',
      { message: 'well played', sender: ann, gift: { gift_id: 'hell_yeah', name: 'Hell Yeah', amount: 10 } },
      '♥ ann gave Hell Yeah (10 KICKs): well played',
    ],
    [
      'RewardRedeemedEvent',
      { reward_title: 'Hydrate', user_id: 42, channel_id: 5, username: 'ann', user_input: 'now' },
      '◇ ann redeemed Hydrate: now',
    ],
    [
      'ChatroomUpdatedEvent',
      {
        id: 1001,
        slow_mode: { enabled: true, message_interval: 5 },
        subscribers_mode: { enabled: false },
        followers_mode: { enabled: true, min_duration: 10 },
        emotes_mode: { enabled: true },
      },
      '~ slow mode on (5 s between messages) · subscribers only off · followers only on (10 min of following) · emotes only on',
    ],
    [
      'StreamerIsLive',
      { livestream: { id: 900, channel_id: 5, session_title: 'Hi' } },
      '~ the stream is live · title Hi',
    ],
    [
      'StopStreamBroadcast',
      { livestream: { id: 900, channel: { id: 5, is_banned: false } } },
      '~ the stream is off',
    ],
    [
      'GoalAchievedEvent',
      { type: 'followers', current_value: 100, target_value: 100 },
      '◎ goal reached 100 of 100 followers',
    ],
    ['SomethingNew', { a: 1 }, '~ SomethingNew'],
  ])('%s', (name, data, line) => {
    expect(show(fromWire(name, data))).toEqual([`12:29:29 ${line}`])
  })

  test('a known event that is broken says what is wrong with it', () => {
    expect(show(fromWire('SubscriptionEvent', 'no object'))[0]).toMatch(
      /! SubscriptionEvent could not be read: /,
    )
  })

  test('an activity of a name nobody knows yet is shown by that name', () => {
    const event = {
      type: 'activity',
      room,
      activity: 'hype_train',
      actor: author('ann'),
      amount: 3,
      raw,
    } as const
    expect(show(event)).toEqual(['12:29:29 • ann hype train 3'])
  })
})

describe('a poll', () => {
  const poll = (remaining: number, votes = 0): ChatEvent<KickEvent> =>
    fromWire('PollUpdateEvent', {
      poll: {
        title: 'Map?',
        options: [
          { id: 0, label: 'A', votes },
          { id: 1, label: 'B', votes: 1 },
        ],
        duration: 60,
        remaining,
      },
    })

  test('is shown at its start and its end, and not at every vote between', () => {
    const style = makeStyle()
    expect(show(poll(60), style)).toEqual(['12:29:29 ? poll Map?: A 0 · B 1 · 60 s left'])
    expect(show(poll(59, 1), style)).toEqual([])
    expect(show(poll(58, 2), style)).toEqual([])
    expect(show(poll(0, 3), style)).toEqual(['12:29:29 ? poll Map?: A 3 · B 1 · over'])
    expect(show(poll(0, 3), style)).toEqual([])
    expect(show(fromWire('PollDeleteEvent', ''), style)).toEqual(['12:29:29 ? the poll was taken off'])
    expect(show(poll(60), style)).toHaveLength(1)
  })

  test('of very many answers shows the first of them', () => {
    const options = Array.from({ length: 50_000 }, (_, id) => ({ id, label: 'A', votes: 0 }))
    const event = fromWire('PollUpdateEvent', {
      poll: { title: 'Map?', options, duration: 60, remaining: 60 },
    })
    expect(show(event)[0]).toMatch(/Map\?: (A 0 · ){10}49990 more · 60 s left$/)
  })

  test('is shown again now and then while it runs', () => {
    let atMs = nowMs
    const style = makeStyle(0, { nowMs: () => atMs })
    expect(show(poll(60), style)).toHaveLength(1)
    atMs += 14_000
    expect(show(poll(46), style)).toHaveLength(0)
    atMs += 1000
    expect(show(poll(45), style)).toHaveLength(1)
  })
})

test('a prediction is shown at each change of its state, the winner marked', () => {
  const prediction = (state: string, winner: string | null = null): ChatEvent<KickEvent> =>
    fromWire('PredictionUpdated', {
      prediction: {
        id: 'p',
        title: 'Win?',
        state,
        winning_outcome_id: winner,
        outcomes: [
          { id: 'y', title: 'Yes', total_vote_amount: 1000 },
          { id: 'n', title: 'No', total_vote_amount: 10 },
        ],
      },
    })
  const style = makeStyle()
  expect(show(prediction('ACTIVE'), style)).toEqual(['12:29:29 ? prediction Win?: Yes 1000 · No 10 · active'])
  expect(show(prediction('ACTIVE'), style)).toEqual([])
  expect(show(prediction('RESOLVED', 'y'), style)).toEqual([
    '12:29:29 ? prediction Win?: Yes 1000 ✓ · No 10 · resolved',
  ])
})

describe('whatever an event holds', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u001b[2J', '\u001b]0;x\u0007', '\u009b31m', '\u202e', '\n', '\u2066'),
  )
  const someone = fc
    .record({ name: text, color: fc.option(text, { nil: undefined }), type: text })
    .map(({ name, color, type }) =>
      author(name, { ...(color !== undefined && { color }), badges: [{ type, text: name, count: 3 }] }),
    )
  const said = fc.tuple(text, text, text, someone, text).map(([words, name, url, writer, quote]) =>
    message(
      [
        { type: 'text', text: words },
        { type: 'emote', id: '1', name, provider: 'kick' },
        { type: 'mention', name },
        { type: 'link', url, text: words },
        { type: 'unknown', platformType: words, fallback: name },
      ],
      { author: writer, replyTo: { ref: { room, id: 'm0' }, author: { name }, text: quote } },
    ),
  )
  const event: fc.Arbitrary<ChatEvent<KickEvent>> = fc.oneof(
    said.map((value) => ({ type: 'message' as const, message: value })),
    said.map((value) => ({ type: 'edit' as const, message: value, previous: value })),
    said.map((value) => ({
      type: 'pin' as const,
      room,
      target: value.ref,
      message: value,
      by: value.author,
    })),
    someone.map((by) => ({ type: 'delete' as const, target: { room, id: 'm1' }, by, inferred: false })),
    fc.record({ user: someone, reason: text }).map(({ user, reason }) => ({
      type: 'restrict' as const,
      room,
      user,
      by: user,
      action: 'ban' as const,
      reason,
    })),
    fc
      .dictionary(text, fc.oneof(text, fc.jsonValue()))
      .map((changes) => ({ type: 'room' as const, room, changes })),
    fc.record({ activity: text, actor: someone, words: text }).map(({ activity, actor, words }) => ({
      type: 'activity' as const,
      room,
      activity,
      actor,
      recipients: [actor],
      text: words,
      raw,
    })),
    text.map((name) => ({ type: 'other' as const, room, name, raw })),
    fc
      .tuple(fc.constantFrom('PollUpdateEvent', 'PredictionCreated', 'KicksGifted', 'GoalUpdatedEvent'), text)
      .map(([name, words]) =>
        fromWire(name, {
          type: words,
          poll: { title: words, options: [{ id: 1, label: words, votes: 1 }] },
          prediction: { id: words, title: words, state: words, outcomes: [{ id: 'a', title: words }] },
          gift: { name: words, amount: 1 },
          message: words,
        }),
      ),
  )

  test('lines without colors hold no control character at all', () => {
    fc.assert(
      fc.property(event, (value) => {
        const style = makeStyle()
        for (const line of [...show(value, style), ...show(value, style)]) {
          expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066\u2067]/u)
        }
      }),
    )
  })

  test('lines with colors hold no control character but colors', () => {
    fc.assert(
      fc.property(event, (value) => {
        for (const line of show(value, makeStyle(3))) {
          expect(line.replaceAll(/\u001b\[[\d;]*m/g, '')).not.toMatch(/\p{Cc}/u)
        }
      }),
    )
  })

  test('frames of direction are closed in the line they were opened in', () => {
    fc.assert(
      fc.property(event, (value) => {
        for (const line of show(value, makeStyle(1))) {
          expect(line.split('\u2068').length).toBe(line.split('\u2069').length)
        }
      }),
    )
  })
})
