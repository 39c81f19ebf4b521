/** Somebody who chats. */
export interface Person {
  readonly id: number
  readonly hashId: string
  readonly name: string
}

/** Everybody there is. */
export interface People {
  /** Adds somebody. @param name default: a Persian one */
  add(name?: string): Person
  find(id: number): Person | undefined
  findByHash(hashId: string): Person | undefined
}

export function createPeople(): People {
  const byId = new Map<number, Person>()
  let nextId = 430
  return {
    add(name = 'سارا') {
      const person = { id: nextId, hashId: `h${nextId.toString(36)}`, name }
      nextId += 1
      byId.set(person.id, person)
      return person
    },
    find: (id) => byId.get(id),
    findByHash: (hashId) => [...byId.values()].find((person) => person.hashId === hashId),
  }
}

/** A user as chats show one. */
export function toUserWire({ id, hashId, name }: Person): object {
  return {
    id,
    hash_id: hashId,
    name,
    avatar: null,
    badge: null,
    verified: false,
    vendor: null,
    description: null,
  }
}
