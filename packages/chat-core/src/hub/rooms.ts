import { checkName, checkOneOf } from '../check.js'
import { roomKey, type RoomKind, type RoomRef } from '../room-ref.js'
import { ChatRoom, type ChatRoomOwner } from './chat-room.js'

/** Every room that was named or heard of, once. */
export class Rooms {
  readonly #owner: ChatRoomOwner
  readonly #byKey = new Map<string, ChatRoom>()
  /** Adapters use one reference for all events of a room: found by that, no key is made. */
  readonly #byRef = new WeakMap<RoomRef, ChatRoom>()

  constructor(owner: ChatRoomOwner) {
    this.#owner = owner
  }

  of(ref: RoomRef): ChatRoom {
    const known = this.#byRef.get(ref)
    if (known !== undefined) return known
    checkRoom(ref)
    const key = roomKey(ref)
    let room = this.#byKey.get(key)
    if (room === undefined) {
      room = new ChatRoom(ref, this.#byKey.size + 1, this.#owner)
      this.#byKey.set(key, room)
    }
    this.#byRef.set(ref, room)
    return room
  }

  all(): readonly ChatRoom[] {
    return [...this.#byKey.values()]
  }

  /** Those that an account sees. */
  ofAccount(platform: string, account: string): readonly ChatRoom[] {
    return this.all().filter(({ ref }) => ref.platform === platform && ref.account === account)
  }

  /** Those of them that are joined. */
  joined(platform: string, account: string): readonly RoomRef[] {
    return this.ofAccount(platform, account).flatMap(({ isJoined, ref }) => (isJoined ? [ref] : []))
  }
}

const kinds: readonly RoomKind[] = ['live', 'direct', 'group', 'broadcast']

function checkRoom(ref: RoomRef): void {
  const { account, kind, platform, room } = (ref ?? {}) as Partial<RoomRef>
  checkName('room.platform', platform)
  checkName('room.account', account)
  checkName('room.room', room)
  checkOneOf('room.kind', kind as RoomKind, kinds)
}
