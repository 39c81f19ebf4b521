import { isWire, parseJson } from '../event/read.js'

/** A frame as a socket tells it. */
interface Frame {
  readonly data: unknown
}

/** A WebSocket's class: the platform's own, or that of the package `ws`. */
export type WebSocketClass = new (url: string) => {
  addEventListener(type: 'message', listener: (frame: Frame) => void): void
}

/**
 * The same class, whose sockets tell when they hear something, which Centrifugo's client keeps to itself, and keep from
 * it who comes and goes: it trips over such news without a name, ends the connection for good, and leaves behind a
 * rejection that nobody can handle.
 */
export function hearingSocket(base: WebSocketClass, heard: () => void): WebSocketClass {
  return class extends base {
    /** As which the client sets its listener. */
    set onmessage(listen: (frame: Frame) => void) {
      this.addEventListener('message', ({ data }) => {
        heard()
        listen({ data: withoutPresence(data) })
      })
    }
  }
}

/** A frame without the lines that tell who comes and goes. Other frames are not looked into. */
function withoutPresence(data: unknown): unknown {
  if (typeof data !== 'string' || !(data.includes('"join":') || data.includes('"leave":'))) return data
  return data
    .split('\n')
    .filter((line) => !isPresence(parseJson(line)))
    .join('\n')
}

function isPresence(line: unknown): boolean {
  const push = isWire(line) ? line['push'] : undefined
  return isWire(push) && ('join' in push || 'leave' in push)
}
