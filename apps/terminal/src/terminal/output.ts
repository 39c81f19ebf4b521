import type { Line } from './line.ts'

/** Where lines go: to the end of a file or pipe, or above a status line. */
export interface Output {
  /**
   * Prints lines. What comes back settles when more may be printed: at once, or when a slow reader has caught up.
   *
   * @param signal ends the wait, for a reader that never does
   */
  print(lines: readonly Line[], signal: AbortSignal): Promise<void>
  /** Prints what is left, and leaves the terminal as it was. */
  close(): Promise<void>
}

/** What an output needs of a stream; `process.stdout` fits. */
export interface OutputStream {
  readonly columns?: number
  readonly writableNeedDrain: boolean
  readonly destroyed: boolean
  write(text: string): boolean
  on(name: 'drain' | 'close' | 'resize', listener: () => void): unknown
  off(name: 'drain' | 'close' | 'resize', listener: () => void): unknown
}

/** Settles when the stream takes more, is gone, or the signal aborts. */
export async function untilDrained(stream: OutputStream, signal?: AbortSignal): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed || signal?.aborted === true) return
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      stream.off('drain', settle)
      stream.off('close', settle)
      signal?.removeEventListener('abort', settle)
      resolve()
    }
    stream.on('drain', settle)
    stream.on('close', settle)
    signal?.addEventListener('abort', settle)
  })
}
