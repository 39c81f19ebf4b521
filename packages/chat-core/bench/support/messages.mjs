/** Rooms and messages for all contenders alike: made before anything is measured. */
export function makeRooms(count) {
  return Array.from({ length: count }, (_, index) => ({
    platform: 'bench',
    account: 'me',
    room: `room-${index}`,
    kind: 'live',
  }))
}

const nobody = new Set()
let made = 0

/** Messages with ids as long as a UUID, in turn for each room. */
export function makeMessages(count, rooms) {
  return Array.from({ length: count }, (_, index) => {
    made += 1
    // One flat string, as a JSON parser makes them, and not the pieces it was put together from.
    const id = Buffer.from(`01890a5d-ac96-774b-bcce-${String(made).padStart(12, '0')}`).toString('latin1')
    const text = `message ${made}`
    return {
      ref: { room: rooms[index % rooms.length], id },
      author: { id: `${index % 500}`, name: 'Ann', roles: nobody, badges: [], self: false, anonymous: false },
      parts: [{ type: 'text', text }],
      text,
      sentAt: Date.now(),
      raw: undefined,
    }
  })
}

export const arrivalOf = (message) => ({ event: { type: 'message', message } })
