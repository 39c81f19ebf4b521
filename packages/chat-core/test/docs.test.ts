import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const root = new URL('../', import.meta.url)

/** Code as lines without their indentation, since a block of a page begins at its edge. */
function linesOf(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

const examples = globSync('examples/**/*.ts', { cwd: root }).map((file) => ({
  file,
  code: linesOf(readFileSync(new URL(file, root), 'utf8')),
}))

function blocksOf(page: string): readonly string[] {
  return [...readFileSync(new URL(page, root), 'utf8').matchAll(/^```ts\n(.*?)^```$/gmsu)].map(
    ([, code = '']) => code,
  )
}

describe('the adapter author’s guide', () => {
  const blocks = blocksOf('docs/adapters.md')

  test('has code in it', () => {
    expect(blocks.length).toBeGreaterThan(0)
  })

  test.each(blocks.map((code, index) => [index + 1, code] as const))(
    'shows in block %i what stands in an example, which the tests run or type-check',
    (_number, code) => {
      const lines = linesOf(code)
      expect(
        examples.some((example) => example.code.includes(lines)),
        lines,
      ).toBe(true)
    },
  )
})
