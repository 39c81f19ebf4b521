/** Lets everything run that is ready to run: promises, streams, and what they set going. */
export async function turn(times = 4): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void }
  for (let left = times; left > 0; left -= 1) {
    // oxlint-disable-next-line no-await-in-loop -- one turn makes the next one's work
    await new Promise<void>((resolve) => {
      if (setImmediate === undefined) setTimeout(resolve, 0)
      else setImmediate(resolve)
    })
  }
}
