/** Somebody who chats. */
export interface Person {
  readonly id: number
  readonly hashId: string
  readonly name: string
  /** The booth that is theirs, of those who sell. */
  readonly vendor?: Booth
}

/** What chats show of somebody's booth. */
export interface Booth {
  readonly id: number
  readonly title: string
}

/** Everybody there is. */
export interface People {
  /** Adds somebody. @param name default: a Persian one @param vendor the booth that is theirs. Default: none */
  add(name?: string, vendor?: Booth): Person
  find(id: number): Person | undefined
  findByHash(hashId: string): Person | undefined
}

export function createPeople(): People {
  const byId = new Map<number, Person>()
  let nextId = 430
  return {
    add(name = 'سارا', vendor) {
      const hashId = `h${nextId.toString(36)}`
      const person = { id: nextId, hashId, name, ...(vendor !== undefined && { vendor }) }
      nextId += 1
      byId.set(person.id, person)
      return person
    },
    find: (id) => byId.get(id),
    findByHash: (hashId) => [...byId.values()].find((person) => person.hashId === hashId),
  }
}

/** A user as chats show one. */
export function toUserWire({ id, hashId, name, vendor }: Person): object {
  return {
    id,
    hash_id: hashId,
    name,
    avatar: null,
    badge: null,
    verified: false,
    vendor:
      vendor === undefined
        ? null
        : { id: vendor.id, title: vendor.title, status: 2987, identifier: `booth-${vendor.id}` },
    description: null,
  }
}
