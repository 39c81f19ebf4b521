import { readList, readObject, readText, type Wire } from './wire.ts'

/**
 * Makes the choice of rooms: those that were named, by the name the relay has for them or by id; without any, all live
 * ones. A private conversation is never shown because somebody forgot to say what is wanted.
 *
 * @param named what the relay answers at `/rooms`
 */
export function createRoomFilter(wanted: readonly string[], named: unknown): (room: Wire) => boolean {
  if (wanted.length === 0) return (room) => room['kind'] === 'live'
  const ids = new Set(wanted)
  for (const each of readList(named)) {
    const { name, ref } = readObject(each)
    const id = readText(readObject(ref)['room'])
    if (id !== undefined && ids.has(String(name).toLowerCase())) ids.add(id)
  }
  return (room) => typeof room['room'] === 'string' && ids.has(room['room'].toLowerCase())
}
