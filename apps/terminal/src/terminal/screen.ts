import { fill } from './fit.ts'
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
  #pending: string[] = []
  /** How wide the status line was when it was drawn; 0 where there is none. */
  #statusColumns = 0
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

  async print(lines: readonly string[]): Promise<void> {
    for (const line of lines) this.#pending.push(line)
    this.#schedule()
    if (this.#pending.length < this.#options.limit) return
    this.#drawn ??= Promise.withResolvers<void>()
    await this.#drawn.promise
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#stop()
    if (!this.#stream.destroyed) this.#stream.write(this.#erase() + this.#takePending() + showCursor)
    this.#drawn?.resolve()
    await Promise.resolve()
  }

  /** What puts the terminal right when there is no time left for `close`, to be written by other means. */
  abandon(): string {
    if (!this.#isOpen) return ''
    this.#stop()
    return this.#erase() + showCursor
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
    if (!this.#isOpen || this.#stream.destroyed) return
    const erased = this.#erase()
    // The last column stays empty: a terminal may wrap as soon as it is filled.
    this.#statusColumns = Math.max(1, this.#columns - 1)
    const status = fill(` ${this.#options.status()}`, this.#statusColumns)
    this.#stream.write(erased + this.#takePending() + this.#options.paint(status))
    this.#drawnAtMs = performance.now()
    this.#drawn?.resolve()
    this.#drawn = undefined
  }

  #takePending(): string {
    const lines = this.#pending.map((line) => `${line}\n`).join('')
    this.#pending = []
    return lines
  }

  /** A window made narrower has broken the status line into several rows, all of which have to go. */
  #erase(): string {
    if (this.#statusColumns === 0) return '\r'
    const rows = Math.ceil(this.#statusColumns / this.#columns)
    this.#statusColumns = 0
    return (rows > 1 ? `\u001b[${rows - 1}A` : '') + eraseDown
  }

  get #columns(): number {
    return Math.max(2, this.#stream.columns ?? 80)
  }
}
