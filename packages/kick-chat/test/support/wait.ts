/** Waits until something holds, which is looked at often; fails by the test's own time limit where it never does. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    // oxlint-disable-next-line no-await-in-loop -- waiting is the purpose
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Everything a stream gives until it ends. */
export async function all<Value>(stream: AsyncIterable<Value>): Promise<readonly Value[]> {
  const values: Value[] = []
  for await (const value of stream) values.push(value)
  return values
}
