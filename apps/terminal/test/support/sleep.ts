export async function sleepMs(delayMs: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, delayMs)
  })
}

/** Looks every few milliseconds whether it is so; the test's own timeout ends a wait that is in vain. */
export async function sleepUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    await sleepMs(5)
  }
}
