import type { StoreParts } from '../../store.js'
import { createFakeClock, type FakeClock } from '../fake-clock.js'
import type { Case } from '../suite.js'

/** What {@link describeStore} judges. */
export interface StoreHarness {
  /** Begins a suite's titles: `sqlite`. */
  readonly name: string
  /** Makes an empty store. Whatever of it runs out does so by this clock. */
  create(clock: FakeClock): Promise<StoreParts>
  /**
   * Opens what another store left behind, as after a crash of the process: the other one was not closed. Needed where
   * the store says that it is durable.
   */
  reopen?(store: StoreParts, clock: FakeClock): Promise<StoreParts>
  /** Lets go of a store, at the end of its case. */
  close?(store: StoreParts): Promise<void>
}

/** A part of a store, by its name, for a case. */
type Part = Exclude<keyof StoreParts, 'durable'>

/** Makes a case about one part of a store. */
export type About = <Name extends Part>(
  part: Name,
  name: string,
  body: (part: NonNullable<StoreParts[Name]>, clock: FakeClock) => Promise<void>,
) => Case

/** Cases with a store of their own each; where it lacks the part, they are left out. */
export function createAbout(harness: StoreHarness): About {
  return (part, name, body) => ({
    name,
    run: async () => {
      const clock = createFakeClock()
      const store = await harness.create(clock)
      try {
        const found = store[part]
        if (found === undefined) return `The store has no “${part}”.`
        await body(found, clock)
        return undefined
      } finally {
        await harness.close?.(store)
      }
    },
  })
}
