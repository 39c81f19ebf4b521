import type { RoomRef } from '../../room-ref.js'
import { demand } from '../demand.js'
import type { PlatformMessage } from '../harness.js'
import type { Trial } from '../trial.js'

/** How far the clocks of both sides may differ, in milliseconds. */
const clockSkewMs = 5_000

/** Something that was said in a case. */
export interface Said extends Pick<PlatformMessage, 'id' | 'text'> {
  readonly atMs: number
}

/** Says these with time to be heard after each, and notes when. */
export async function sayAll(
  trial: Trial,
  room: RoomRef,
  texts: readonly string[],
): Promise<readonly Said[]> {
  const said: Said[] = []
  for (const text of texts) {
    const atMs = trial.clock.now()
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    said.push({ id: await trial.platform.say(room, text), text, atMs })
    // oxlint-disable-next-line no-await-in-loop
    await trial.settle()
  }
  return said
}

/**
 * The promise everything else stands on: what was said was told once, or a gap of that room says that it is missing.
 */
export function demandToldOrGap(trial: Trial, room: RoomRef, said: readonly Said[]): void {
  const told = trial.messages(room).map(({ ref }) => ref.id)
  const gaps = trial.of('gap', room).filter(({ complete }) => complete !== true)
  for (const { id, text, atMs } of said) {
    const times = told.filter((each) => each === id).length
    demand(times <= 1, `“${text}” was told ${times} times.`)
    const isCovered = gaps.some(({ fromMs = -Infinity }) => fromMs <= atMs + clockSkewMs)
    demand(
      times === 1 || isCovered,
      `“${text}” was lost in silence: it was neither told nor does a gap of its room admit that something is missing.`,
    )
  }
  const strange = trial.texts(room).find((text) => !said.some((each) => each.text === text))
  demand(strange === undefined, `“${strange}” was told in ${room.room}, and nobody said it there.`)
  const known = new Set(said.map(({ id }) => id))
  const unknown = told.find((id) => !known.has(id))
  demand(
    unknown === undefined,
    `A message ${unknown} was told that the platform does not know: something was doubled.`,
  )
}
