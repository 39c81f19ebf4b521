import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from './finding.ts'
import { readTables, type Row } from './read-tables.ts'

/** A page of a package, and what its tables have to hold. */
interface Page {
  readonly path: string
  /** The folder its tests are named from. */
  readonly directory: string
  /** Lists in the facts: each of their names needs a row. */
  readonly lists: readonly string[]
  /** The column that holds the names. Tables without it are left alone. */
  readonly column: string
}

type Facts = Readonly<Record<string, readonly string[]>>

const factsPath = 'packages/kick/facts.json'
const pages: readonly Page[] = [
  {
    path: 'packages/kick/ENDPOINTS.md',
    directory: 'packages/kick',
    lists: ['apiEndpoints', 'oauthEndpoints'],
    column: 'endpoint',
  },
  { path: 'packages/kick/EVENTS.md', directory: 'packages/kick', lists: ['webhookEvents'], column: 'event' },
  {
    path: 'packages/kick-chat/docs/events.md',
    directory: 'packages/kick-chat',
    lists: ['socketEvents'],
    column: 'event',
  },
]

/**
 * Holds the pages of endpoints and events against the list of what Kick has: a row for each, with what it is called
 * here and a test that names it, and no row for anything else.
 */
export function checkTables(root: string): readonly Finding[] {
  if (!existsSync(join(root, factsPath))) return []
  const facts = JSON.parse(readFileSync(join(root, factsPath), 'utf8')) as Facts
  return pages.flatMap((page) => pageFindings(root, page, facts))
}

function pageFindings(root: string, page: Page, facts: Facts): readonly Finding[] {
  const file = join(root, page.path)
  if (!existsSync(file)) return [{ where: page.path, what: 'is missing' }]
  const text = readFileSync(file, 'utf8')
  const rows = readTables(text).filter(({ cells }) => cells[page.column] !== undefined)
  const wanted = page.lists.flatMap((list) => facts[list] ?? [])
  const found = new Set(rows.map((row) => nameOf(row, page)))
  const missing = wanted
    .filter((name) => !found.has(name))
    .map((name): Finding => ({ where: page.path, what: `has no row for '${name}'` }))
  return [...missing, ...rows.flatMap((row) => rowFindings(root, page, row, wanted, text))]
}

function rowFindings(
  root: string,
  page: Page,
  row: Row,
  wanted: readonly string[],
  text: string,
): readonly Finding[] {
  const where = `${page.path}:${row.line}`
  const name = nameOf(row, page)
  if (name === undefined || !wanted.includes(name)) {
    return [{ where, what: `'${name ?? ''}' is not in ${factsPath} (${page.lists.join(', ')})` }]
  }
  const called = Object.entries(row.cells)
    .filter(([column]) => column !== page.column && column !== 'test')
    .flatMap(([, cell]) => codeOf(cell))
  if (called.length === 0) return [{ where, what: `'${name}' has no method or type` }]
  // A page whose tests are one and the same says so once.
  const own = testsIn(Object.values(row.cells).join(' '))
  const tests = own.length > 0 ? own : testsIn(text)
  if (tests.length === 0) return [{ where, what: `'${name}' has no test` }]
  const gone = tests.filter((test) => !existsSync(join(root, page.directory, test)))
  if (gone.length > 0) return gone.map((test) => ({ where, what: `${test} is missing` }))
  // Tests call a method by the name in the row's first column.
  const [first = ''] = Object.values(row.cells)
  const names = [...new Set([name, ...codeOf(first).map((method) => method.replace(/^kick\./, ''))])]
  const isNamed = tests.some((test) => {
    const code = readFileSync(join(root, page.directory, test), 'utf8')
    return names.some((one) => code.includes(one))
  })
  return isNamed ? [] : [{ where, what: `no test it names says '${names.join("' or '")}'` }]
}

function nameOf({ cells }: Row, { column }: Page): string | undefined {
  return codeOf(cells[column] ?? '')[0]
}

function codeOf(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}

function testsIn(text: string): readonly string[] {
  return [...new Set(text.match(/\btest\/[\w./-]+\.ts\b/g))]
}
