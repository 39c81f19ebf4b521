/** What differs between two logs: `- ` lines are theirs alone, `+ ` lines ours alone, in order. */
export function diffLines(theirs: readonly string[], ours: readonly string[]): string[] {
  const longest = commonLengths(theirs, ours)
  const diff: string[] = []
  let left = 0
  let right = 0
  while (left < theirs.length || right < ours.length) {
    const isSame = left < theirs.length && right < ours.length && theirs[left] === ours[right]
    if (isSame) {
      left += 1
      right += 1
    } else if (
      right >= ours.length ||
      (left < theirs.length && at(longest, left + 1, right) >= at(longest, left, right + 1))
    ) {
      diff.push(`- ${theirs[left]}`)
      left += 1
    } else {
      diff.push(`+ ${ours[right]}`)
      right += 1
    }
  }
  return diff
}

/** The length of the longest common subsequence of the rests, from each pair of places. */
function commonLengths(theirs: readonly string[], ours: readonly string[]): number[][] {
  const lengths = Array.from({ length: theirs.length + 1 }, () => Array<number>(ours.length + 1).fill(0))
  for (let left = theirs.length - 1; left >= 0; left -= 1) {
    for (let right = ours.length - 1; right >= 0; right -= 1) {
      const row = lengths[left]
      if (row === undefined) continue
      row[right] =
        theirs[left] === ours[right]
          ? at(lengths, left + 1, right + 1) + 1
          : Math.max(at(lengths, left + 1, right), at(lengths, left, right + 1))
    }
  }
  return lengths
}

function at(lengths: readonly (readonly number[])[], left: number, right: number): number {
  return lengths[left]?.[right] ?? 0
}
