import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'

export interface Served extends AsyncDisposable {
  readonly url: string
  readonly server: Server
}

/** Puts a function from `Request` to `Response` behind a real server on loopback. */
export async function serve(handle: (request: Request) => Promise<Response> | Response): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    const left = new AbortController()
    outgoing.on('close', () => left.abort())
    void (async () => {
      const { body, headers, status } = await handle(toRequest(incoming, left.signal))
      outgoing.writeHead(status, Object.fromEntries(headers))
      outgoing.flushHeaders()
      if (body === null) outgoing.end()
      else {
        const stream = Readable.fromWeb(body)
        // A body that fails ends the connection in the middle, as a cut one does.
        stream.on('error', () => outgoing.destroy())
        stream.pipe(outgoing)
        outgoing.on('close', () => stream.destroy())
      }
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
  const { method = 'GET', url } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(`http://127.0.0.1${url}`, {
    method,
    headers,
    signal,
    ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' as const }),
  })
}
