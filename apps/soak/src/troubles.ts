import type { Sandbox } from '@wireloom/sandbox'
import type { Random } from './random.ts'

/** Something that goes wrong between a platform and the bot. */
export type Trouble = (sandbox: Sandbox, random: Random) => void

/** What a socket's end looks like. */
export const cuts: readonly [Trouble, ...Trouble[]] = [
  ({ faults }) => void faults.drop(),
  ({ faults }) => void faults.dropMidFrame(),
  ({ faults }) => void faults.close(4200),
  ({ faults }, random) => {
    faults.drop()
    faults.refuse({ forMs: random.between(1, 40) })
  },
  ({ faults, kick }, random) => {
    // The chat of a room comes back after its other channels.
    const room = kick.rooms[random.between(0, kick.rooms.length - 1)]
    if (room !== undefined) {
      faults.delayAcknowledgement({ channel: room.channels.chat, byMs: random.between(5, 40), next: 1 })
    }
    faults.drop()
  },
]

/** What a request's end looks like. */
export const refusals: readonly [Trouble, ...Trouble[]] = [
  ({ basalam }) => basalam.fail({ times: 1, cut: 'before' }),
  ({ basalam }) => basalam.fail({ times: 1, cut: 'after' }),
  ({ basalam }) => basalam.fail({ times: 1, status: 503 }),
  ({ basalam }) => basalam.fail({ times: 1, status: 429, retryAfter: '1' }),
  ({ basalam }, random) => basalam.fail({ times: 1, delayMs: random.between(10, 100) }),
  ({ faults }) => void faults.failRequests({ path: '/public/v1/chat', cut: 'after', next: 1 }),
  ({ faults }) => void faults.failRequests({ path: '/public/v1/chat', cut: 'before', next: 1 }),
  ({ faults }) => void faults.failRequests({ path: '/api/v2/channels', status: 502, next: 1 }),
]
