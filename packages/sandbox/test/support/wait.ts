/** Waits until a condition holds, looking every few milliseconds. Fails with the text after two seconds. */
export async function waitUntil(condition: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + 2000
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`Waited 2 s in vain until ${what}`)
    // oxlint-disable-next-line no-await-in-loop -- this loop is the waiting
    await pause(2)
  }
}

/** Real time passes; keep it short. */
export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs)
  })
}
