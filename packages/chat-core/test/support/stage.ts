import {
  createHub,
  type Account,
  type Hub,
  type HubOptions,
  type Role,
  type RoomRef,
} from '../../src/index.js'
import {
  createFakeClock,
  createMemoryAdapter,
  MemoryPlatform,
  turn,
  type FakeClock,
} from '../../src/testing.js'

export const lobby: RoomRef = { platform: 'memory', account: 'bot', room: 'lobby', kind: 'live' }

/** A hub in the lobby of a memory platform, with nobody else in between. */
export interface Stage extends AsyncDisposable {
  readonly clock: FakeClock
  readonly platform: MemoryPlatform
  readonly hub: Hub
  readonly account: Account
  /** Somebody says something, and it is heard. */
  say(user: string, text: string, room?: string): Promise<void>
  /** What the bot said, in order. */
  readonly answers: readonly string[]
}

export async function openStage(
  options: HubOptions = {},
  roles: Readonly<Record<string, readonly Role[]>> = {},
): Promise<Stage> {
  const clock = createFakeClock()
  const platform = new MemoryPlatform({ clock, roles, rooms: ['lobby', 'kitchen'] })
  const hub = createHub({ clock, ...options })
  const rooms = [lobby, { ...lobby, room: 'kitchen' }]
  const account = await hub.add(createMemoryAdapter(platform), { rooms })
  await turn()
  return {
    clock,
    platform,
    hub,
    account,
    say: async (user, text, room = 'lobby') => {
      platform.say(room, user, text)
      await turn()
    },
    get answers() {
      return platform.lines('lobby').flatMap(({ text, user }) => (user === 'bot' ? [text] : []))
    },
    [Symbol.asyncDispose]: async () => {
      const closed = hub.close()
      await clock.advance(60_000)
      await closed
    },
  }
}
