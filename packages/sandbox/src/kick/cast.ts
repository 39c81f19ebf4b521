import { createRandom, type Random } from '../random.js'
import type { BadgeV2Wire, BadgeWire } from './chat.wire.js'
import { slugOf, type Chatter } from './chatter.js'
import type { RoomIdentity } from './identity.js'
import { nameBacks, nameColors, nameFronts, personNames } from './names.js'

/** The people of a room. They keep their ids, colors and badges for as long as the sandbox runs. */
export type Cast = {
  readonly streamer: Chatter
  readonly moderators: readonly [Chatter, ...Chatter[]]
  /** Everybody but the streamer, moderators included, the talkative ones first. */
  readonly chatters: readonly [Chatter, ...Chatter[]]
  /** Whoever goes by this name, in any case; a new name makes a new chatter, who stays. */
  byName(username: string): Chatter
  /** Somebody known from another room: the same person here, with no badges of this room yet. */
  admit(person: Chatter): Chatter
  /** Whoever has this user id, if anybody here does. */
  byId(id: number): Chatter | undefined
}

const castSize = 140

/** Makes the people of a room. The same seed and room give the same people. */
export function createCast(seed: number, room: RoomIdentity): Cast {
  const random = createRandom(`${seed}/cast/${room.slug}`)
  const byName = new Map<string, Chatter>()
  const takenIds = new Set<number>([room.userId])

  function freshId(source: Random): number {
    for (;;) {
      const id = source.integer(50_000_000, 99_999_999)
      if (takenIds.has(id)) continue
      takenIds.add(id)
      return id
    }
  }

  function add(chatter: Chatter): Chatter {
    byName.set(chatter.username.toLowerCase(), chatter)
    return chatter
  }

  const streamer = add({
    id: room.userId,
    username: room.username,
    slug: room.slug,
    color: random.pick(nameColors),
    badges: [
      { type: 'broadcaster', text: 'Broadcaster' },
      { type: 'verified', text: 'Verified channel' },
    ],
  })

  function meet(role: 'moderator' | 'bot' | undefined): Chatter {
    let username: string
    do username = inventName(random)
    while (byName.has(username.toLowerCase()))
    const badgesV2 = inventBadgesV2(random)
    return add({
      id: freshId(random),
      username,
      slug: slugOf(username),
      color: random.pick(nameColors),
      badges: inventBadges(random, role),
      ...(badgesV2.length === 0 ? {} : { badgesV2 }),
    })
  }

  const firstModerator = meet('moderator')
  const moderators: readonly [Chatter, ...Chatter[]] = [
    firstModerator,
    ...Array.from({ length: 4 }, () => meet('moderator')),
  ]
  const others = Array.from({ length: castSize }, (_, index) => meet(index === 0 ? 'bot' : undefined))

  return {
    streamer,
    moderators,
    byId: (id) => [...byName.values()].find((chatter) => chatter.id === id),
    chatters: [firstModerator, ...others.slice(0, 30), ...moderators.slice(1), ...others.slice(30)],
    admit(person) {
      const known = byName.get(person.username.toLowerCase())
      return known?.id === person.id ? known : add({ ...person, badges: [] })
    },
    byName(username) {
      const known = byName.get(username.toLowerCase())
      if (known !== undefined) return known
      const source = createRandom(`${seed}/chatter/${room.slug}/${username.toLowerCase()}`)
      return add({
        id: freshId(source),
        username,
        slug: slugOf(username),
        color: source.pick(nameColors),
        badges: [],
      })
    },
  }
}

function inventName(random: Random): string {
  if (random.chance(0.15)) {
    return `${random.pick(personNames)}${random.chance(0.4) ? random.integer(1, 99) : ''}`
  }
  const joint = random.chance(0.4) ? '_' : ''
  const number = random.chance(0.45) ? random.integer(1, 9999) : ''
  return `${random.pick(nameFronts)}${joint}${random.pick(nameBacks)}${number}`
}

function inventBadges(random: Random, role: 'moderator' | 'bot' | undefined): readonly BadgeWire[] {
  const badges: BadgeWire[] = []
  if (role === 'moderator') badges.push({ type: 'moderator', text: 'Moderator' })
  if (role === 'bot') badges.push({ type: 'bot', text: 'Bot' })
  if (random.chance(0.08)) badges.push({ type: 'vip', text: 'VIP' })
  if (random.chance(0.05)) badges.push({ type: 'og', text: 'OG' })
  if (random.chance(0.04)) badges.push({ type: 'founder', text: 'Founder' })
  if (random.chance(0.55))
    badges.push({ type: 'subscriber', text: 'Subscriber', count: random.integer(1, 40) })
  if (random.chance(0.2))
    badges.push({ type: 'sub_gifter', text: 'Sub Gifter', count: random.integer(1, 300) })
  if (random.chance(0.03)) badges.push({ type: 'verified', text: 'Verified channel' })
  return badges
}

function inventBadgesV2(random: Random): readonly BadgeV2Wire[] {
  if (random.chance(0.35)) return []
  const level = random.integer(1, 60)
  return [
    {
      name: `Level ${level}`,
      badge_type: 'channel_level',
      image_url: `https://files.kick.com/channel_badges/level-${level}/fullsize`,
      metadata: { level },
      sort_order: 1,
      selected: random.chance(0.8),
    },
  ]
}
