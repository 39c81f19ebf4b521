import { describe, expect, test } from 'vitest'
import { kickEventNames } from '../src/index.js'
import { decodeEvent, type KickWebhookEvent } from '../src/webhooks.js'

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

const person: Json = {
  is_anonymous: false,
  user_id: 42,
  username: 'Ann',
  is_verified: false,
  profile_picture: 'https://x/a.webp',
  channel_slug: 'ann',
  identity: {
    username_color: '#FF5733',
    badges: [
      { text: 'Moderator', type: 'moderator' },
      { text: 'Subscriber', type: 'subscriber', count: 3 },
    ],
  },
}
const createdAt = '2026-01-14T16:08:06Z'

/** Each event as the documentation has it, and the fields beside a person's that may be null or left out. */
const samples: Readonly<Record<string, { readonly body: Json; readonly open: readonly string[] }>> = {
  'chat.message.sent': {
    body: {
      message_id: '6f0a',
      replies_to: { message_id: '5e9b', content: 'Hello', sender: person },
      broadcaster: person,
      sender: person,
      content: 'Hi [emote:37226:KEKW]',
      emotes: [{ emote_id: '37226', positions: [{ s: 3, e: 20 }] }],
      created_at: createdAt,
    },
    open: ['replies_to', 'replies_to.content', 'replies_to.sender', 'emotes', 'emotes.0.positions'],
  },
  'channel.followed': { body: { broadcaster: person, follower: person }, open: [] },
  'channel.subscription.new': {
    body: {
      broadcaster: person,
      subscriber: person,
      duration: 1,
      created_at: createdAt,
      expires_at: createdAt,
    },
    open: ['expires_at'],
  },
  'channel.subscription.renewal': {
    body: {
      broadcaster: person,
      subscriber: person,
      duration: 7,
      created_at: createdAt,
      expires_at: createdAt,
    },
    open: ['expires_at'],
  },
  'channel.subscription.gifts': {
    body: {
      broadcaster: person,
      gifter: person,
      giftees: [person],
      created_at: createdAt,
      expires_at: createdAt,
    },
    open: ['expires_at'],
  },
  'channel.reward.redemption.updated': {
    body: {
      id: '01KB',
      user_input: 'hydrate',
      status: 'pending',
      redeemed_at: '2026-01-02T22:54:19.323Z',
      reward: { id: '01KC', title: 'Hydrate', cost: 1000, description: 'drink' },
      redeemer: person,
      broadcaster: person,
    },
    open: ['user_input', 'reward.description'],
  },
  'livestream.status.updated': {
    body: { broadcaster: person, is_live: false, title: 'Title', started_at: createdAt, ended_at: createdAt },
    open: ['title', 'started_at', 'ended_at'],
  },
  'livestream.metadata.updated': {
    body: {
      broadcaster: person,
      metadata: {
        title: 'Title',
        language: 'en',
        has_mature_content: true,
        category: { id: 15, name: 'Just Chatting', thumbnail: 'https://x/t.jpg' },
      },
    },
    open: ['metadata.title', 'metadata.language', 'metadata.category', 'metadata.category.thumbnail'],
  },
  'moderation.banned': {
    body: {
      broadcaster: person,
      moderator: person,
      banned_user: person,
      metadata: { reason: 'spam', created_at: createdAt, expires_at: createdAt },
    },
    open: ['metadata.reason', 'metadata.expires_at'],
  },
  'kicks.gifted': {
    body: {
      broadcaster: person,
      sender: person,
      gift: {
        amount: 500,
        name: 'Rage Quit',
        type: 'LEVEL_UP',
        tier: 'MID',
        message: 'w',
        pinned_time_seconds: 600,
      },
      created_at: '2026-01-20T04:00:08.634Z',
    },
    open: ['gift.type', 'gift.tier', 'gift.message', 'gift.pinned_time_seconds'],
  },
}

const ofPersons = [
  'is_anonymous',
  'user_id',
  'username',
  'is_verified',
  'profile_picture',
  'channel_slug',
  'identity',
  'identity.username_color',
  'identity.badges',
  'identity.badges.1.count',
]

function decode(name: string, body: unknown): KickWebhookEvent {
  return decodeEvent(name, { id: '01A', subscriptionId: undefined, sentAtMs: 0, version: 1 }, body)
}

/** The paths of everything inside, such as `sender.identity.badges.0.text`. */
function pathsOf(value: Json, before = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    `${before}${name}`,
    ...pathsOf(inner, `${before}${name}.`),
  ])
}

/** A copy with another value at the path; `undefined` takes it away. */
function change(body: Json, path: string, value: Json | undefined): Json {
  const copy = structuredClone(body)
  const names = path.split('.')
  const last = names.pop() ?? ''
  const place = names.reduce((inner, name) => (inner as Record<string, Json>)[name] ?? null, copy)
  if (value === undefined) delete (place as Record<string, Json>)[last]
  else (place as Record<string, Json>)[last] = value
  return copy
}

const isPerson = (value: Json): boolean => typeof value === 'object' && value !== null && 'username' in value

/** Which paths may be null or missing: those that are said to, and those of persons, wherever persons are. */
function openPaths({
  body,
  open,
}: {
  readonly body: Json
  readonly open: readonly string[]
}): readonly string[] {
  const persons = pathsOf(body).filter((path) =>
    isPerson(
      path.split('.').reduce<Json>((inner, name) => (inner as Record<string, Json>)[name] ?? null, body),
    ),
  )
  return [...open, ...persons.flatMap((path) => ofPersons.map((name) => `${path}.${name}`))]
}

test('the samples are of every event that there is', () => {
  expect(Object.keys(samples).toSorted()).toEqual([...kickEventNames].toSorted())
})

describe.each(Object.entries(samples))('%s', (name, sample) => {
  test('is decoded as the documentation has it', () => {
    expect(decode(name, sample.body).type).toBe(name)
  })

  test('is still itself when what Kick leaves out is null or missing', () => {
    for (const path of openPaths(sample)) {
      for (const value of [null, undefined]) {
        expect(decode(name, change(sample.body, path, value)).type, `${path} ${value}`).toBe(name)
      }
    }
    const bare = openPaths(sample)
      .filter((path) => !/(identity|emotes|replies_to|category)\./.test(path))
      .reduce((body, path) => change(body, path, null), sample.body)
    expect(decode(name, bare).type).toBe(name)
  })

  test('is malformed, and says which field, when what makes it that event is missing', () => {
    const open = new Set(openPaths(sample))
    const needed = pathsOf(sample.body).filter(
      (path) => !open.has(path) && !/\.\d+$|badges\.\d|positions\.\d/.test(path),
    )
    for (const path of needed) {
      const event = decode(name, change(sample.body, path, undefined))
      expect(event, path).toMatchObject({ type: 'malformed', name, reason: expect.stringContaining('body.') })
    }
  })

  test('keeps fields that Kick adds', () => {
    const raw = change(sample.body, 'added_later', { deep: [1] })
    expect(decode(name, raw)).toMatchObject({ type: name, raw })
  })
})

test.for(['', '.3', '.323', '.323456', '.323456789'])('a second may have the fraction "%s"', (fraction) => {
  const { body = null } = samples['channel.reward.redemption.updated'] ?? {}
  for (const zone of ['Z', '+00:00', '+11:00', '-05:30']) {
    const at = `2026-01-02T22:54:19${fraction}${zone}`
    expect(decode('channel.reward.redemption.updated', change(body, 'redeemed_at', at))).toMatchObject({
      redeemedAtMs: Date.parse(`2026-01-02T22:54:19${fraction.slice(0, 4)}${zone}`),
    })
  }
})

test('somebody anonymous is nobody, and says so', () => {
  const { body = null } = samples['channel.subscription.gifts'] ?? {}
  const nobody = {
    is_anonymous: true,
    user_id: null,
    username: null,
    is_verified: null,
    profile_picture: null,
    channel_slug: null,
    identity: null,
  }
  const event = decode('channel.subscription.gifts', change(body, 'gifter', nobody))
  expect(event).toHaveProperty('gifter', {
    isAnonymous: true,
    userId: undefined,
    username: undefined,
    isVerified: undefined,
    profilePicture: undefined,
    channelSlug: undefined,
    identity: undefined,
  })
})
