import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('the front page shows a bot on both platforms as it is type-checked here', () => {
  expect(read('../../../README.md')).toContain(`\`\`\`ts\n${read('../examples/both-platforms.ts')}\`\`\``)
})
