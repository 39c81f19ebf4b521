import { describe, expect, test } from 'vitest'
import { readDifferences } from './support/differential/differences.js'
import { diffLines } from './support/differential/diff-lines.js'
import { libraries, Scene } from './support/differential/scene.js'
import { scripts } from './support/differential/scripts.js'

const differences = readDifferences()

describe('against pusher-js 8.6.0', () => {
  test.each(Object.entries(scripts))('%s', async (name, script) => {
    const theirs = await Scene.play(libraries.theirs, script)
    const ours = await Scene.play(libraries.ours, script)
    expect(theirs.client.length, 'the script shows something').toBeGreaterThan(0)
    const found = [
      ...diffLines(theirs.client, ours.client),
      ...diffLines(theirs.server, ours.server).map((line) => `@${line}`),
    ]
    const listed = differences.flatMap(({ lines }) => lines.get(name) ?? [])
    // Sorted: one script may show several differences, which are listed apart.
    expect(found.toSorted()).toEqual(listed.toSorted())
  })

  test('every listed difference has a reason and a script that shows it', () => {
    expect(differences.length).toBeGreaterThan(10)
    for (const { title, reason, lines } of differences) {
      expect(reason.length, title).toBeGreaterThan(40)
      expect(lines.size, title).toBeGreaterThan(0)
      for (const [name, shown] of lines) {
        expect(Object.keys(scripts), title).toContain(name)
        expect(shown.length, `${title}: ${name}`).toBeGreaterThan(0)
      }
    }
  })

  test('a difference that is not listed would show', () => {
    expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual(['- b', '+ x', '+ d'])
    expect(diffLines(['a'], ['a'])).toEqual([])
    expect(diffLines(['a', 'b'], ['b', 'a'])).toHaveLength(2)
  })
})
