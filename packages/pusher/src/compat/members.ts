import { asObject } from '../protocol/system-events.js'

/** An id as the server or the application gave it. */
export type MemberId = string | number

/** Someone on a presence channel. */
export interface Member {
  id: MemberId
  info: unknown
}

/** Who is on a presence channel, each user once. */
export class Members {
  /** What is known of each, by id. A plain object without a prototype: ids are anybody's choice. */
  members: Record<string, unknown> = emptyMap()
  count = 0
  myID: MemberId | null = null
  /** This client's own user. */
  me: Member | null = null

  /** One member, or null. */
  get(id: MemberId): Member | null {
    return Object.hasOwn(this.members, id) ? { id, info: this.members[id] } : null
  }

  /** Calls back with each member. */
  each(callback: (member: Member) => unknown): void {
    for (const [id, info] of Object.entries(this.members)) callback({ id, info })
  }

  /** Whose connection this is. */
  setMyID(id: MemberId): void {
    this.myID = id
  }

  /** Takes everybody from the server's answer to a subscription. */
  onSubscription(data: unknown): void {
    const { hash, count } = asObject(asObject(data)['presence'])
    this.members = emptyMap()
    // One server writes the hash as an array where its ids run 0, 1, 2; the entries read the same.
    const entries = Object.entries(asObject(hash))
    for (const [id, info] of entries) this.members[id] = info
    this.count = typeof count === 'number' ? count : entries.length
    this.me = this.myID === null ? null : this.get(this.myID)
  }

  /** Takes one who came, or whose info changed; null where the data names nobody. */
  addMember(data: unknown): Member | null {
    const { user_id: id, user_info: info } = asObject(data)
    if (!isMemberId(id)) return null
    if (!Object.hasOwn(this.members, id)) this.count += 1
    this.members[id] = info
    return { id, info }
  }

  /** Lets one go; null where they were not here. */
  removeMember(data: unknown): Member | null {
    const { user_id: id } = asObject(data)
    const member = isMemberId(id) ? this.get(id) : null
    if (member === null) return null
    delete this.members[member.id]
    this.count -= 1
    return member
  }

  reset(): void {
    this.members = emptyMap()
    this.count = 0
    this.myID = null
    this.me = null
  }
}

export function isMemberId(id: unknown): id is MemberId {
  return typeof id === 'string' || typeof id === 'number'
}

function emptyMap(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>
}
