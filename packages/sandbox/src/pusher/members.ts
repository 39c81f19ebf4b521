/** Who is on a presence channel. A user with several connections is one member. */
export type Members = {
  readonly size: number
  has(userId: string): boolean
  /** Adds a connection of a user. True if the user was not there before. */
  add(userId: string, userInfo: unknown, socketId: string): boolean
  /** Takes a connection away. The user's id if that was the last one. */
  remove(socketId: string): string | undefined
  userIds(): readonly string[]
  userIdOf(socketId: string): string | undefined
  /** `data` of the subscription's success: `{presence:{ids,hash,count}}`. */
  snapshot(): object
}

/** Makes an empty member list. */
export function createMembers(): Members {
  const users = new Map<string, { userInfo: unknown; sockets: Set<string> }>()
  const userBySocket = new Map<string, string>()

  return {
    get size() {
      return users.size
    },
    has: (userId) => users.has(userId),
    add(userId, userInfo, socketId) {
      userBySocket.set(socketId, userId)
      const known = users.get(userId)
      known?.sockets.add(socketId)
      if (known !== undefined) return false
      users.set(userId, { userInfo, sockets: new Set([socketId]) })
      return true
    },
    remove(socketId) {
      const userId = userBySocket.get(socketId)
      if (userId === undefined) return undefined
      userBySocket.delete(socketId)
      const user = users.get(userId)
      user?.sockets.delete(socketId)
      if (user === undefined || user.sockets.size > 0) return undefined
      users.delete(userId)
      return userId
    },
    userIds: () => [...users.keys()],
    userIdOf: (socketId) => userBySocket.get(socketId),
    snapshot: () => ({
      presence: {
        ids: [...users.keys()],
        // A member without info still needs its key, or clients would not see it.
        hash: Object.fromEntries([...users].map(([userId, user]) => [userId, user.userInfo ?? null])),
        count: users.size,
      },
    }),
  }
}
