/** One row of a table in a page. */
export interface Row {
  /** From 1 up. */
  readonly line: number
  /** By the words at the head of their columns, without the marks of code. */
  readonly cells: Readonly<Record<string, string>>
}

/** The rows of all tables of a Markdown page, without their heads. Never throws, whatever the page holds. */
export function readTables(page: string): readonly Row[] {
  const rows: Row[] = []
  let head: readonly string[] | undefined
  for (const [index, text] of page.split('\n').entries()) {
    const cells = readCells(text)
    if (cells === undefined) head = undefined
    else if (head === undefined) head = cells.map((cell) => cell.replaceAll('`', ''))
    else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
      const named = head.map((name, column) => [name, cells[column] ?? ''] as const)
      rows.push({ line: index + 1, cells: Object.fromEntries(named) })
    }
  }
  return rows
}

function readCells(line: string): readonly string[] | undefined {
  const inner = /^\s*\|(.*)\|\s*$/.exec(line)?.[1]
  return inner?.split('|').map((cell) => cell.trim())
}
