import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJsonc } from '../check/read-jsonc.ts'
import { makeRepository } from './support/repository.ts'

function read(text: string): unknown {
  return readJsonc(`${makeRepository({ 'file.json': text })}/file.json`)
}

test('comments and trailing commas are read over', () => {
  expect(
    read(`{
      // why
      "a": [1, "two", true, null,], /* and */ "b": { "c": "// no comment" },
    }`),
  ).toEqual({ a: [1, 'two', true, null], b: { c: '// no comment' } })
})

describe('what is no JSON is refused by the name of the file', () => {
  test.each([
    ['a name without quotes', '{ a: 1 }'],
    ['a call', '{ "a": require("x") }'],
    ['a spread', '{ ...{} }'],
    ['a template', '{ "a": `x` }'],
    ['an operator', '{ "a": +1 }'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(() => read(text)).toThrow(/file\.json .*JSON/)
  })
})

test('whatever is plain JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(read(text)).toEqual(JSON.parse(text))
    }),
  )
})
