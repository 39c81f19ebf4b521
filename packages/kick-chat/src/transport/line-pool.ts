import { invalid } from '../check-option.js'
import type { Line, LineOwner } from './line.js'
import type { Feed, FeedRequest, Transport, TransportListener } from './transport.js'

/** How many channels one connection carries unless told: what clients of Kick's site keep to. */
export const defaultChannelsPerConnection = 100

/** As many connections of one kind as the rooms need. */
export class LinePool implements Transport {
  reconnects = 0
  readonly #limit: number
  readonly #makeLine: (owner: LineOwner) => Line
  readonly #listener: TransportListener
  readonly #lines = new Set<Line>()

  /** @param limit how many channels one connection carries */
  constructor(limit: number, makeLine: (owner: LineOwner) => Line, listener: TransportListener) {
    this.#limit = limit
    this.#makeLine = makeLine
    this.#listener = listener
  }

  open(request: FeedRequest): Feed {
    for (const line of this.#lines) {
      // A room is never divided: its channels come and go together.
      if (line.channelCount + request.channels.length <= this.#limit) return line.open(request)
    }
    const line = this.#makeLine({
      error: (error) => this.#listener.error(error),
      reconnected: () => {
        this.reconnects += 1
      },
      ended: (ended) => this.#lines.delete(ended),
    })
    this.#lines.add(line)
    return line.open(request)
  }

  close(): void {
    for (const line of this.#lines) line.close()
  }
}

/** @throws KickError `invalid_options` */
export function checkChannelsPerConnection(count: number): number {
  if (Number.isInteger(count) && count >= 1) return count
  throw invalid('channelsPerConnection', count, 'a whole number above 0')
}
