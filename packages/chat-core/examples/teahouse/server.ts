import type { Clock } from '@wireloom/chat-core'

/** A message, as the teahouse keeps and sends it. */
export interface Line {
  readonly number: number
  readonly from: string
  readonly says: string
  readonly atMs: number
}

type Guest = ReadableStreamDefaultController<Uint8Array>

/** A small chat service: a function from a request to a response, so that it needs no port. */
export class Teahouse {
  readonly token: string = 'teahouse-token-5c1e'
  framesUntilCut: number = Infinity
  failure: 'lost' | 401 | 429 | 503 | undefined
  readonly #clock: Pick<Clock, 'now'>
  readonly #keeps: number
  readonly #rooms = new Map<string, Line[]>()
  readonly #guests = new Map<Guest, string>()
  #requests = 0
  #frames = 0

  /** @param keeps how many lines of a room it remembers */
  constructor(clock: Pick<Clock, 'now'>, keeps: number) {
    this.#clock = clock
    this.#keeps = keeps
  }

  counts(): Record<'requests' | 'connections' | 'frames', number> {
    return { requests: this.#requests, connections: this.#guests.size, frames: this.#frames }
  }

  lines(room: string): Line[] {
    const lines = this.#rooms.get(room) ?? []
    this.#rooms.set(room, lines)
    return lines
  }

  write(room: string, from: string, says: string, atMs: number = this.#clock.now()): Line {
    const line = { number: this.lines(room).length + 1, from, says, atMs }
    this.lines(room).push(line)
    return line
  }

  tell<Frame>(room: string, frame: Frame): Frame {
    for (const [guest, where] of this.#guests) if (where === room) this.#send(guest, frame)
    return frame
  }

  cut(): void {
    for (const guest of this.#guests.keys()) guest.error(new TypeError('the connection was cut'))
    this.#guests.clear()
  }

  /** `GET /<room>?after=` streams lines, `GET /<room>?before=` pages through them, `POST /<room>` says something. */
  async handle(request: Request): Promise<Response> {
    this.#requests += 1
    const { failure } = this
    this.failure = undefined
    const { pathname, searchParams: query } = new URL(request.url)
    const room = pathname.slice(1)
    const authorization = request.headers.get('authorization')
    const status = authorization === `Bearer ${this.token}` ? failure : 401
    if (typeof status === 'number') {
      // Services do repeat what they were sent, secrets too.
      return new Response(`no: ${authorization}`, { status, headers: { 'retry-after': '2' } })
    }
    if (request.method === 'POST') {
      const line = this.tell(room, this.write(room, 'bot', await request.text()))
      if (failure === 'lost') throw new TypeError('the connection ended before the answer')
      return Response.json(line)
    }
    const after = query.get('after')
    if (after !== null) return this.#stream(room, after === '' ? Infinity : Number(after), request.signal)
    const kept = this.lines(room).slice(-this.#keeps)
    const asked = kept.filter(({ number }) => number < Number(query.get('before')))
    return Response.json(asked.slice(-Number(query.get('limit'))))
  }

  #stream(room: string, after: number, signal: AbortSignal): Response {
    const { length } = this.lines(room)
    const missed = this.lines(room).slice(Math.max(after, length - this.#keeps))
    const start = (guest: Guest): void => {
      this.#guests.set(guest, room)
      this.#send(guest, { next: length - missed.length + 1 })
      for (const line of missed) this.#send(guest, line)
      signal.addEventListener('abort', () => this.#guests.delete(guest) && guest.error(signal.reason))
    }
    return new Response(new ReadableStream({ start }))
  }

  #send(guest: Guest, frame: unknown): void {
    if (this.framesUntilCut === 0) this.cut()
    this.framesUntilCut -= 1
    if (!this.#guests.has(guest)) return
    this.#frames += 1
    guest.enqueue(new TextEncoder().encode(`${JSON.stringify(frame)}\n`))
  }
}
