/** One event of an event stream. */
export interface StreamEvent {
  /** The last id the stream named so far; empty where it named none. */
  readonly id: string
  readonly data: string
}

/**
 * Reads an event stream piece by piece, as the HTML standard defines it
 * ({@link https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation}). The platform's
 * `EventSource` cannot show a token.
 */
export class EventStreamReader {
  #rest = ''
  #data: string[] = []
  #id = ''
  #lastId = ''
  #isBegun = false

  /** Where to go on: the id of the last event that was complete, be it one without data. */
  get lastId(): string {
    return this.#lastId
  }

  /** Takes the next piece, cut wherever. @returns what became complete by it */
  push(piece: string): readonly StreamEvent[] {
    if (piece === '') return []
    let text = this.#rest + piece
    if (!this.#isBegun) text = text.replace(/^\uFEFF/u, '')
    this.#isBegun = true
    // A return at the very end may be the first half of a line break.
    const isHalf = text.endsWith('\r')
    const lines = (isHalf ? text.slice(0, -1) : text).split(/\r\n|\r|\n/u)
    this.#rest = (lines.pop() ?? '') + (isHalf ? '\r' : '')
    return lines.flatMap((line) => this.#readLine(line))
  }

  #readLine(line: string): readonly StreamEvent[] {
    if (line === '') {
      const data = this.#data
      this.#data = []
      this.#lastId = this.#id
      return data.length === 0 ? [] : [{ id: this.#id, data: data.join('\n') }]
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /u, '')
    if (field === 'data') this.#data.push(value)
    if (field === 'id' && !value.includes('\0')) this.#id = value
    return []
  }
}
