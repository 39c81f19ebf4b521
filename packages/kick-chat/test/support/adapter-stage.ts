import {
  createBackfill,
  createHub,
  type Account,
  type ChatEvent,
  type ChatEventOf,
  type ChatEventType,
  type Envelope,
  type Hub,
  type HubOptions,
  type Room,
} from '@wireloom/chat-core'
import { createFakeClock, toPlainEvent, turn, type FakeClock } from '@wireloom/chat-core/testing'
import { onTestFinished } from 'vitest'
import { openKickStage, type KickHarnessOptions, type KickStage } from './adapter-harness.js'

/** Every type of event. */
const types = [
  'message',
  'edit',
  'delete',
  'clear',
  'pin',
  'restrict',
  'room',
  'seen',
  'activity',
  'gap',
  'status',
  'other',
] as const satisfies readonly ChatEventType[]

/** A hub with an adapter on a sandbox, both rooms joined, and all that was told; it ends with the test. */
export interface HubStage extends KickStage {
  readonly clock: FakeClock
  readonly hub: Hub
  readonly account: Account
  /** Ann's. */
  readonly room: Room
  readonly told: readonly { readonly event: ChatEvent; readonly envelope: Envelope }[]
  of<Type extends ChatEventType>(type: Type): readonly ChatEventOf<Type>[]
  /** What was sent is read, and what was read is told. */
  settle(): Promise<void>
  /** Time passes, so that what was cut comes back. */
  recover(): Promise<void>
}

export async function openHubStage(
  options: Omit<KickHarnessOptions, 'name'>,
  hubOptions: HubOptions = {},
): Promise<HubStage> {
  const clock = createFakeClock()
  const stage = await openKickStage(clock, { name: 'kick', ...options })
  const hub = createHub({ clock, random: () => 0.5, backfill: createBackfill(), ...hubOptions })
  const told: { readonly event: ChatEvent; readonly envelope: Envelope }[] = []
  hub.on(types, (event, envelope) => void told.push({ event, envelope }), {
    name: 'test',
    self: true,
    limit: 100_000,
  })
  stage.platform.webhook?.deliverTo((request) => hub.webhook(request, { platform: 'kick' }))
  const account = await hub.add(stage.observed, { rooms: stage.rooms })
  const settle = async (): Promise<void> => {
    await stage.platform.settle()
    await turn()
  }
  await settle()
  onTestFinished(async () => {
    const closing = hub.close()
    await clock.advance(60_000)
    await closing
    await stage.platform.close()
  })
  return {
    ...stage,
    clock,
    hub,
    account,
    room: hub.room(stage.rooms[0]),
    told,
    of: <Type extends ChatEventType>(type: Type) =>
      told.flatMap(({ event }) => (event.type === type ? [event as ChatEventOf<Type>] : [])),
    settle,
    recover: async () => {
      // Little enough that nobody takes a history for one that never answers, which is asked in real time.
      await clock.advance(5_000)
      await settle()
    },
  }
}

/** An event for comparison: without the room, the raw form, and what only one way tells of people. */
export function comparable(event: ChatEvent): unknown {
  return JSON.parse(JSON.stringify(toPlainEvent(event)), (name, value: unknown) =>
    name === 'avatar' || name === 'room' ? undefined : value,
  )
}
