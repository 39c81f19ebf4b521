/** How many rows one write is about at most, so that no batch holds the loop for long. */
const portionSize = 200

/** Does something with many values, one portion after the other. What comes of each, in their order. */
export async function inPortions<Value, Result>(
  values: readonly Value[],
  body: (portion: readonly Value[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let first = 0; first < values.length; first += portionSize) {
    // oxlint-disable-next-line no-await-in-loop -- the loop has its turn between two of them
    results.push(...(await body(values.slice(first, first + portionSize))))
  }
  return results
}
