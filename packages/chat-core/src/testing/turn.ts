/** The end of a pipe, where a platform has them and not `setImmediate`. */
interface Pipe {
  readonly port1: {
    addEventListener(type: 'message', listener: () => void): void
    start(): void
    close(): void
  }
  readonly port2: { postMessage(message: undefined): void }
}

/** Lets everything run that is ready to run: promises, streams, and what they set going. */
export async function turn(times = 4): Promise<void> {
  for (let left = times; left > 0; left -= 1) {
    // oxlint-disable-next-line no-await-in-loop -- one turn makes the next one's work
    await new Promise<void>((resolve) => next(resolve))
  }
}

/** Calls back in the platform's next turn. */
function next(callback: () => void): void {
  const { MessageChannel, setImmediate } = globalThis as unknown as {
    readonly MessageChannel?: new () => Pipe
    readonly setImmediate?: (callback: () => void) => void
  }
  if (setImmediate !== undefined) setImmediate(callback)
  // Not a timer, where there is another way: pages hold back those that set one another off.
  else if (MessageChannel === undefined) setTimeout(callback, 0)
  else {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      callback()
    })
    port1.start()
    port2.postMessage(undefined)
  }
}
