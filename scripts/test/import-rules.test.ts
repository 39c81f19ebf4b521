import { describe, expect, test } from 'vitest'
import { importRules } from '../check/import-rules.ts'
import { findCycles } from '../check/cycles.ts'

const scope = '@wireloom/'

describe('the rules themselves', () => {
  test('permit no circle among the packages', () => {
    const graph = new Map(
      Object.entries(importRules).map(([name, { may }]) => [
        `${scope}${name}`,
        new Set(may.map((permission) => permission.name)),
      ]),
    )
    expect(findCycles(graph)).toEqual([])
  })

  test('name only packages that have a rule', () => {
    for (const { may } of Object.values(importRules)) {
      for (const { name } of may) {
        if (name.startsWith(scope)) expect(Object.keys(importRules)).toContain(name.slice(scope.length))
      }
    }
  })

  test('keep the platforms apart', () => {
    const reach = (name: string): readonly string[] =>
      (importRules[name]?.may ?? [])
        .map((permission) => permission.name.replace(scope, ''))
        .flatMap((next) => [next, ...reach(next)])
    for (const kick of ['kick', 'kick-chat']) expect(reach(kick)).not.toContain('basalam')
    for (const kick of ['kick', 'kick-chat']) expect(reach('basalam')).not.toContain(kick)
  })

  test('let the shared parts stand alone', () => {
    expect(importRules['chat-core']?.may).toEqual([])
    expect(importRules['sandbox']?.may.map(({ name }) => name)).toEqual(['ws'])
  })
})
