/** How many rows one write is about at most, so that no batch holds the loop for long. */
const portionSize = 200

/** Does something with many values, a portion at a time. What comes of each, in their order. */
export async function inPortions<Value, Result>(
  values: readonly Value[],
  body: (portion: readonly Value[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  if (values.length <= portionSize) return values.length === 0 ? [] : body(values)
  const portions: Promise<readonly Result[]>[] = []
  for (let first = 0; first < values.length; first += portionSize) {
    portions.push(body(values.slice(first, first + portionSize)))
  }
  // All of them, so that none goes on after the caller was told.
  const settled = await Promise.allSettled(portions)
  return settled.flatMap((each) => {
    if (each.status === 'rejected') throw each.reason
    return each.value
  })
}
