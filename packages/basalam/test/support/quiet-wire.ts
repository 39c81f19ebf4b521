import { turn } from '@wireloom/chat-core/testing'

/** A `fetch` that knows how much is on its way. An answer counts as on its way until the last byte of it is there. */
export class QuietWire {
  requests = 0
  underWay = 0
  /** How often the list of chats was asked for. */
  lists = 0

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    this.requests += 1
    if (request.method === 'GET' && new URL(request.url).pathname.endsWith('/v1/chats')) this.lists += 1
    this.underWay += 1
    try {
      const response = await fetch(request)
      const body = await response.arrayBuffer()
      return new Response(body.byteLength === 0 ? null : body, response)
    } finally {
      this.underWay -= 1
    }
  }

  /** Resolves when nothing is on its way, and what came of it set nothing more going. */
  async quiet(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 2;) {
      // oxlint-disable-next-line no-await-in-loop -- until it is quiet
      await turn()
      quietTurns = this.underWay === 0 ? quietTurns + 1 : 0
    }
  }
}
