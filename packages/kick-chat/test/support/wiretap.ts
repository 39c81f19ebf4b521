import { nativeSocket, type SocketFactory } from '@wireloom/pusher'
import { turn } from '@wireloom/chat-core/testing'
import type { WebSocketClass } from '../../src/index.js'

/** One open socket, as far as the tap needs it. */
interface Link {
  /** Sends a question that every server of its kind answers after what it was asked before. */
  ask(): void
  /** Called with the answer, or with the end. */
  answered: (() => void) | undefined
  /** Whether the server has spoken: before that it takes no questions. */
  hasHeard: boolean
}

const pong = '"pusher:pong"'
const probeId = 900_001

/**
 * Stands between an adapter and the network, on real sockets and real requests, and knows when all that was sent
 * either way has been read: each server is asked something whose answer comes last.
 */
export class Wiretap {
  /** Requests and connections begun. */
  requests = 0
  /** Frames handed on. */
  frames = 0
  /** Cuts before the next frame but so many; undefined: not at all. */
  framesUntilCut: number | undefined
  readonly #cut: () => void
  readonly #links = new Set<Link>()
  #underWay = 0
  #activity = 0

  /** @param cut breaks every connection */
  constructor(cut: () => void) {
    this.#cut = cut
  }

  get isConnected(): boolean {
    return this.#links.size > 0
  }

  /** The platform's fetch; an answer counts as come when its body is here. */
  readonly fetch: typeof fetch = async (input, init) => {
    this.requests += 1
    this.#underWay += 1
    try {
      const { status, headers, body } = await fetch(input, init)
      const bytes = body === null ? null : await new Response(body).arrayBuffer()
      return new Response(status === 204 ? null : bytes, { status, headers })
    } finally {
      this.#underWay -= 1
      this.#activity += 1
    }
  }

  /** Sockets for Pusher. */
  readonly pusher: SocketFactory = (url, handlers) => {
    this.requests += 1
    this.#underWay += 1
    const link: Link = {
      ask: () => socket.send(JSON.stringify({ event: 'pusher:ping', data: {} })),
      answered: undefined,
      hasHeard: false,
    }
    let isOpening = true
    let isCut = false
    const opened = (): void => {
      if (isOpening) this.#underWay -= 1
      isOpening = false
      this.#activity += 1
    }
    const socket = nativeSocket(url, {
      opened: () => {
        opened()
        this.#links.add(link)
        handlers.opened()
      },
      binary: () => handlers.binary(),
      text: (text) => {
        if (link.answered !== undefined && text.includes(pong)) return link.answered()
        isCut ||= this.#takesCut()
        if (isCut) return
        link.hasHeard = true
        this.#activity += 1
        handlers.text(text)
      },
      closed: (close) => {
        opened()
        this.#drop(link)
        handlers.closed(close)
      },
    })
    return {
      send: (text) => {
        this.#activity += 1
        socket.send(text)
      },
      close: (code, reason) => socket.close(code, reason),
    }
  }

  /** A class of sockets for Centrifugo. */
  get webSocket(): WebSocketClass {
    // oxlint-disable-next-line typescript/no-this-alias -- the class within has a `this` of its own
    const tap = this
    return class extends WebSocket {
      readonly #link: Link = {
        ask: () => super.send(JSON.stringify({ unsubscribe: { channel: 'probe' }, id: probeId })),
        answered: undefined,
        hasHeard: false,
      }
      #isCut = false

      constructor(url: string) {
        super(url)
        tap.requests += 1
        tap.#underWay += 1
        let isOpening = true
        const opened = (): void => {
          if (isOpening) tap.#underWay -= 1
          isOpening = false
          tap.#activity += 1
        }
        super.addEventListener('open', () => {
          opened()
          tap.#links.add(this.#link)
        })
        super.addEventListener('close', () => {
          opened()
          tap.#drop(this.#link)
        })
      }

      override send(data: string): void {
        tap.#activity += 1
        super.send(data)
      }

      override addEventListener(type: string, listener: Parameters<WebSocket['addEventListener']>[1]): void {
        if (type !== 'message' || typeof listener !== 'function')
          return super.addEventListener(type, listener)
        super.addEventListener('message', (event: MessageEvent) => {
          if (String(event.data).includes(`"id":${probeId}`)) return this.#link.answered?.()
          this.#isCut ||= tap.#takesCut()
          if (this.#isCut) return
          this.#link.hasHeard = true
          tap.#activity += 1
          listener(event)
        })
      }
    } as unknown as WebSocketClass
  }

  /** Resolves when everything sent so far, either way, has been read and has led to nothing more. */
  async settle(isSettled: () => boolean = () => true): Promise<void> {
    for (let before = -1; before !== this.#activity;) {
      before = this.#activity
      // oxlint-disable-next-line no-await-in-loop -- round after round, until one in which nothing moves
      await turn()
      // oxlint-disable-next-line no-await-in-loop
      await Promise.all([...this.#links].map((link) => this.#probe(link)))
      // oxlint-disable-next-line no-await-in-loop
      await turn()
      while (this.#underWay > 0 || !isSettled()) {
        before = -1
        // oxlint-disable-next-line no-await-in-loop
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
  }

  #probe(link: Link): Promise<void> {
    return new Promise((resolve) => {
      link.answered = () => {
        link.answered = undefined
        resolve()
      }
      const ask = (): void => {
        if (!this.#links.has(link)) resolve()
        else if (link.hasHeard) link.ask()
        else setTimeout(ask, 1)
      }
      ask()
    })
  }

  #takesCut(): boolean {
    if (this.framesUntilCut === 0) {
      this.framesUntilCut = undefined
      this.#cut()
      return true
    }
    if (this.framesUntilCut !== undefined) this.framesUntilCut -= 1
    this.frames += 1
    return false
  }

  #drop(link: Link): void {
    this.#links.delete(link)
    link.answered?.()
  }
}
