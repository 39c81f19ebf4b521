import { readFileSync } from 'node:fs'

/** One difference that is intended. */
export interface Difference {
  readonly title: string
  readonly reason: string
  /** The lines that show it, by script. */
  readonly lines: ReadonlyMap<string, readonly string[]>
}

/** The differences that `docs/differences.md` lists and scripts show. */
export function readDifferences(): readonly Difference[] {
  const text = readFileSync(new URL('../../../docs/differences.md', import.meta.url), 'utf8')
  return text
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const match =
        /^(?<title>.+)\n(?<reason>[^`]*(?:`[^`\n]+`[^`]*)*?)```diff\n(?<listing>[\s\S]*?)```/.exec(section)
      if (match?.groups === undefined) return []
      const { title = '', reason = '', listing = '' } = match.groups
      return [{ title, reason: reason.trim(), lines: readListing(listing) }]
    })
}

function readListing(listing: string): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>()
  let current: string[] = []
  for (const line of listing.split('\n')) {
    if (line.startsWith('# ')) {
      current = []
      lines.set(line.slice(2), current)
    } else if (line !== '') {
      current.push(line)
    }
  }
  return lines
}
