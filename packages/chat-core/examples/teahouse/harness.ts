import type { RoomRef } from '@wireloom/chat-core'
import { turn, type AdapterHarness } from '@wireloom/chat-core/testing'
import { createTeahouseAdapter } from './adapter.js'
import { Teahouse } from './server.js'

const roomOf = (room: string): RoomRef => ({ platform: 'teahouse', account: 'bot', room, kind: 'group' })

/** @param keeps how many lines of a room the teahouse remembers */
export function createTeahouseHarness(keeps: number): AdapterHarness {
  return {
    name: `teahouse that keeps ${keeps} lines`,
    receives: ['socket'],
    recoveryMs: 10_000,
    start: async (clock) => {
      const house = new Teahouse(clock, keeps)
      const fail = (failure: Teahouse['failure']) => () => void (house.failure = failure)
      return {
        adapter: createTeahouseAdapter(house.token),
        fetch: (input, init) => house.handle(new Request(input, init)),
        rooms: [roomOf('lounge'), roomOf('garden')],
        userId: 'ann',
        secrets: [house.token],
        platform: {
          say: async ({ room }, text, { sentAtMs } = {}) =>
            String(house.tell(room, house.write(room, 'ann', text, sentAtMs)).number),
          repeat: async ({ room }, id) => void house.tell(room, house.lines(room)[Number(id) - 1]),
          sayOutOfOrder: async ({ room }, texts) => {
            const lines = texts.map((text) => house.write(room, 'ann', text))
            for (const line of lines.toReversed()) house.tell(room, line)
            return lines.map(({ number }) => String(number))
          },
          produce: { other: async ({ room }) => void house.tell(room, { wave: 'ann' }) },
          messages: ({ room }) =>
            house.lines(room).map(({ number, says }) => ({ id: String(number), text: says })),
          counts: () => house.counts(),
          cut: () => house.cut(),
          cutAfter: (frames) => void (house.framesUntilCut = frames),
          fail: {
            unauthenticated: fail(401),
            rate_limited: fail(429),
            unavailable: fail(503),
            outcome_unknown: fail('lost'),
          },
          settle: () => turn(8),
          close: async () => house.cut(),
        },
      }
    },
  }
}
