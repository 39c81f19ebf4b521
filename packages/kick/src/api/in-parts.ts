/** Asks in parts, one after the other, what cannot be asked at once. */
export async function inParts<Item, Result>(
  items: readonly Item[],
  size: number,
  ask: (part: readonly Item[]) => PromiseLike<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += size) {
    // oxlint-disable-next-line no-await-in-loop -- a burst of parts would be refused as too many
    results.push(...(await ask(items.slice(start, start + size))))
  }
  return results
}
