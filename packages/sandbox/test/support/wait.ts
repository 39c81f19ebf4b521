/** Waits until a condition holds, looking every few milliseconds. Fails with the text after `limitMs`. */
export async function waitUntil(
  condition: () => boolean,
  what: string,
  limitMs: number = 4000,
): Promise<void> {
  const endMs = performance.now() + limitMs
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`Waited ${limitMs} ms in vain until ${what}`)
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
