import type { ChatEvent } from '../event.js'
import { toPlainEvent, type PlainValue } from '../plain-event.js'
import { renderText } from '../render-text.js'
import { demand } from './demand.js'
import { registerSuites, type Suite, type TestRunner } from './suite.js'

/** What a platform once sent, and what that means. Keep it as a JSON file. */
export interface GoldenFixture {
  readonly name: string
  /** As it came over the wire, once parsed. */
  readonly input: unknown
  /** The events it became, as {@link toPlainEvent} has them: without `raw`. */
  readonly events: readonly PlainValue[]
}

/** What {@link describeFixtures} judges. */
export interface FixtureHarness {
  /** Begins the titles: `kick socket`. */
  readonly name: string
  readonly fixtures: readonly GoldenFixture[]
  /** What your adapter makes of an input. */
  decode(input: unknown): readonly ChatEvent[]
}

/** Put in the place of each value of an input in turn: what drift and bugs put there. */
const strangers: readonly unknown[] = [null, '', -1, {}, [], 'unexpected']

/** Golden fixtures as suites, to be run by {@link runSuites} or a runner of your own. */
export function fixtureSuites(harness: FixtureHarness): readonly Suite[] {
  const { fixtures } = harness
  return [
    {
      name: 'golden',
      cases: fixtures.map(({ name, input, events }) => ({
        name: `${name} becomes the events recorded for it`,
        run: async () => {
          const actual = sorted(harness.decode(input).map((event) => toPlainEvent(event)))
          const expected = sorted(events)
          demand(actual === expected, `It becomes\n${actual}\nand not\n${expected}`)
        },
      })),
    },
    {
      name: 'drift',
      cases: fixtures.map(({ name, input }) => ({
        name: `${name} with any one of its values gone or strange still is data, not an exception`,
        run: async () => {
          for (const strange of variants(input)) {
            for (const event of harness.decode(strange)) {
              if (event.type !== 'message') continue
              const { parts, text } = event.message
              demand(text === renderText(parts), `“${text}” is not the text of its parts.`)
            }
          }
        },
      })),
    },
  ]
}

/**
 * Judges the decoder of an adapter: recorded inputs become what was recorded for them, and their relatives are read
 * without an exception.
 */
export function describeFixtures(runner: TestRunner, harness: FixtureHarness): void {
  registerSuites(runner, `${harness.name} fixtures`, fixtureSuites(harness))
}

/** The input with each of its values left out or replaced, one at a time. */
function* variants(value: unknown): Generator {
  yield* strangers
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _, ...rest } = value as Record<string, unknown>
    if (!Array.isArray(value)) yield rest
    for (const variant of variants(member)) {
      yield Array.isArray(value)
        ? value.map((each: unknown, index) => (index === Number(name) ? variant : each))
        : { ...value, [name]: variant }
    }
  }
}

/** JSON with its names in alphabetical order, so that the order in which they were written does not matter. */
function sorted(value: PlainValue): string {
  return JSON.stringify(value, inOrder, 2)
}

function inOrder(_name: string, member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
  const entries = Object.entries(member)
  // oxlint-disable-next-line unicorn/no-array-sort -- a list of our own; toSorted is younger than what this runs on
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}
