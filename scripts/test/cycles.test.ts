import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCycles } from '../check/cycles.ts'

function graphOf(arrows: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>()
  for (const [from, to] of arrows) graph.set(from, (graph.get(from) ?? new Set()).add(to))
  return graph
}

test('arrows that lead one way make no cycle', () => {
  expect(
    findCycles(
      graphOf([
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'd'],
        ['c', 'd'],
      ]),
    ),
  ).toEqual([])
})

test('a name that points to itself is a cycle', () => {
  expect(findCycles(graphOf([['a', 'a']]))).toEqual([['a', 'a']])
})

test('the shortest way round is the one that is told', () => {
  const graph = graphOf([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
    ['b', 'a'],
  ])
  expect(findCycles(graph)).toEqual([
    ['a', 'b', 'a'],
    ['c', 'a', 'b', 'c'],
  ])
})

test('two knots are told apart', () => {
  const graph = graphOf([
    ['a', 'b'],
    ['b', 'a'],
    ['c', 'd'],
    ['d', 'c'],
    ['b', 'c'],
  ])
  expect(findCycles(graph)).toEqual([
    ['a', 'b', 'a'],
    ['c', 'd', 'c'],
  ])
})

const name = fc.integer({ min: 0, max: 9 })

test('arrows from lower to higher numbers never make a cycle, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name)), (pairs) => {
      const upward = pairs
        .filter(([from, to]) => from < to)
        .map(([from, to]) => [`${from}`, `${to}`] as const)
      expect(findCycles(graphOf(upward))).toEqual([])
    }),
  )
})

test('what is told is a way along real arrows, and with its arrows cut nothing of it is left', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { maxLength: 30 }), (pairs) => {
      const graph = graphOf(pairs.map(([from, to]) => [`${from}`, `${to}`] as const))
      for (let round = 0; ; round += 1) {
        const [cycle] = findCycles(graph)
        if (!cycle) break
        expect(round).toBeLessThan(30)
        expect(cycle[0]).toBe(cycle.at(-1))
        for (const [index, to] of cycle.slice(1).entries()) {
          const from = cycle[index] ?? ''
          expect(graph.get(from)?.delete(to)).toBe(true)
        }
      }
    }),
  )
})
