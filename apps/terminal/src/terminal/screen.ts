import { fill } from './fit.ts'
import { wrapLine, type Line } from './line.ts'
import { untilDrained, type Output, type OutputStream } from './output.ts'

export interface ScreenOptions {
  readonly stream: OutputStream
  /** The text of the status line, asked each time it is drawn. */
  readonly status: () => string
  /** How the status line looks. */
  readonly paint: (text: string) => string
  /** The least time between two drawings, in milliseconds. Default 100. */
  readonly frameMs?: number
  /** How many lines may wait to be drawn before `print` makes its caller wait. Default 1000. */
  readonly limit?: number
}

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const eraseDown = '\r\u001b[J'

/**
 * A terminal with a status line at the bottom; lines scroll by above it.
 *
 * Lines are gathered and drawn together with the status line, about ten times a second at most.
 */
export class Screen implements Output {
  readonly #stream: OutputStream
  readonly #options: Required<ScreenOptions>
  #pending: Line[] = []
  #frame: NodeJS.Timeout | undefined
  #tick: NodeJS.Timeout | undefined
  #drawnAtMs = -Infinity
  #drawn: PromiseWithResolvers<void> | undefined
  #isOpen = false

  constructor(options: ScreenOptions) {
    this.#stream = options.stream
    this.#options = { frameMs: 100, limit: 1000, ...options }
  }

  /** Takes the terminal over. */
  open(): void {
    this.#isOpen = true
    this.#stream.write(hideCursor)
    this.#stream.on('resize', this.#resized)
    // The numbers fall while nothing comes.
    this.#tick = setInterval(() => this.#schedule(), 1000)
    this.#draw()
  }

  async print(lines: readonly Line[]): Promise<void> {
    for (const line of lines) this.#pending.push(line)
    this.#schedule()
    if (this.#pending.length < this.#options.limit) return
    this.#drawn ??= Promise.withResolvers<void>()
    await this.#drawn.promise
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#stop()
    if (!this.#stream.destroyed) this.#stream.write(eraseDown + this.#takePending() + showCursor)
    this.#drawn?.resolve()
    await Promise.resolve()
  }

  /** What puts the terminal right when there is no time left for `close`, to be written by other means. */
  abandon(): string {
    if (!this.#isOpen) return ''
    this.#stop()
    return eraseDown + showCursor
  }

  readonly #resized = (): void => {
    this.#schedule()
  }

  #stop(): void {
    this.#isOpen = false
    clearTimeout(this.#frame)
    clearInterval(this.#tick)
    this.#stream.off('resize', this.#resized)
  }

  #schedule(): void {
    if (!this.#isOpen || this.#frame !== undefined) return
    const delayMs = this.#drawnAtMs + this.#options.frameMs - performance.now()
    this.#frame = setTimeout(
      () => {
        this.#frame = undefined
        void this.#drawWhenDrained()
      },
      Math.max(0, delayMs),
    )
  }

  async #drawWhenDrained(): Promise<void> {
    await untilDrained(this.#stream)
    this.#draw()
  }

  #draw(): void {
    if (!this.#isOpen) return
    // The last column stays empty: a terminal may wrap as soon as it is filled.
    const status = fill(` ${this.#options.status()}`, this.#columns - 1)
    // The cursor waits at the left end: there it stays with the line when the window is made narrower and the line
    // is broken, and there a `^C` is echoed that would otherwise begin another row.
    this.#stream.write(`${eraseDown}${this.#takePending()}${this.#options.paint(status)}\r`)
    this.#drawnAtMs = performance.now()
    this.#drawn?.resolve()
    this.#drawn = undefined
  }

  #takePending(): string {
    const rows = this.#pending.flatMap((line) => wrapLine(line, this.#columns))
    this.#pending = []
    return rows.map((row) => `${row}\n`).join('')
  }

  get #columns(): number {
    // A terminal that does not know its size says 0.
    const { columns = 0 } = this.#stream
    return columns > 1 ? columns : 80
  }
}
