/** The name that was most likely meant; undefined where none is near. Of equals, the first. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  // In a short word one slip is a lot already.
  const most = written.length < 5 ? 1 : 2
  let nearest: string | undefined
  let least = most + 1
  for (const name of names) {
    if (Math.abs(name.length - written.length) > most) continue
    const slips = countSlips(written, name)
    if (slips < least) [least, nearest] = [slips, name]
  }
  return nearest
}

/** Letters to add, leave out, change or swap with the next: the restricted Damerau-Levenshtein distance. */
function countSlips(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity
  for (let row = 1; row <= left.length; row += 1) {
    rows[row] = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1]
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isSwap ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      )
    }
  }
  return at(left.length, right.length)
}
