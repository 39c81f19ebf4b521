import { joinLine } from './line.ts'
import { untilDrained, type Output, type OutputStream } from './output.ts'

/** Lines, one after the other, at the speed of whoever reads them. */
export function createPlainOutput(stream: OutputStream): Output {
  return {
    print: async (lines, signal) => {
      if (stream.destroyed) return
      for (const line of lines) stream.write(`${joinLine(line)}\n`)
      await untilDrained(stream, signal)
    },
    close: async () => Promise.resolve(),
  }
}
