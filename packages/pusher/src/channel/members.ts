/** Someone on a presence channel. */
export interface Member<Info = unknown> {
  readonly id: string
  /** Whatever the application's server said of them; undefined where it said nothing. */
  readonly info: Info
}

/** Who is on a presence channel, each user once, however many connections they have. Empty while it is not subscribed. */
export interface Members<Info = unknown> extends Iterable<Member<Info>> {
  readonly count: number
  /** This client's own user. */
  readonly me: Member<Info> | undefined
  get(id: string): Member<Info> | undefined
}

/** {@link Members} as they change. */
export class MemberList implements Members {
  readonly #members = new Map<string, Member>()
  myId: string | undefined

  get count(): number {
    return this.#members.size
  }

  get me(): Member | undefined {
    return this.myId === undefined ? undefined : this.#members.get(this.myId)
  }

  get(id: string): Member | undefined {
    return this.#members.get(id)
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.#members.values()
  }

  /** Takes everybody from the server's answer to a subscription: `{ presence: { hash: { id: info } } }`. */
  replace(data: Record<string, unknown>): void {
    this.#members.clear()
    const { presence } = data
    const hash: unknown = (presence as { hash?: unknown } | null | undefined)?.hash
    // One server writes the hash as an array where its ids run 0, 1, 2; the entries read the same.
    if (typeof hash !== 'object' || hash === null) return
    for (const [id, info] of Object.entries(hash)) this.#members.set(id, { id, info })
  }

  /** Takes one who came, or whose info changed; undefined where the data names nobody. */
  add(data: Record<string, unknown>): Member | undefined {
    const id = memberId(data)
    if (id === undefined) return undefined
    const member = { id, info: data['user_info'] }
    this.#members.set(id, member)
    return member
  }

  /** Lets one go; undefined where they were not here. */
  remove(data: Record<string, unknown>): Member | undefined {
    const id = memberId(data)
    const member = id === undefined ? undefined : this.#members.get(id)
    if (member !== undefined) this.#members.delete(member.id)
    return member
  }

  clear(): void {
    this.#members.clear()
    this.myId = undefined
  }
}

/** The user id of `channel_data` or of a member event: a string, or a number from servers that are lax. */
export function memberId({ user_id: id }: Record<string, unknown>): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
