import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { createTeahouseHarness } from '../../examples/teahouse/harness.js'
import { describeAdapter } from '../../src/testing.js'

describeAdapter({ describe, it }, createTeahouseHarness(1_000))
describeAdapter({ describe, it }, createTeahouseHarness(2))

const folder = new URL('../../examples/teahouse/', import.meta.url)
const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))

test('the teahouse, its adapter and its harness together are under 300 lines', () => {
  expect(sources.reduce((sum, source) => sum + source.split('\n').length - 1, 0)).toBeLessThan(300)
})
