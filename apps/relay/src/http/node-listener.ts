import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { toNodeListener } from '@wireloom/kick/node'

type Handler = (request: Request) => Promise<Response>

/** Makes a Node listener of a fetch-style handler whose answers may have no end. */
export function createListener(handle: Handler, onError: (error: unknown) => void): RequestListener {
  // It is careful with bodies, and takes answers whole.
  const deliver = toNodeListener(handle)
  return (incoming, outgoing) => {
    if (incoming.method !== 'GET') deliver(incoming, outgoing, onError)
    else stream(handle, incoming, outgoing).catch((error: unknown) => fail(error, outgoing, onError))
  }
}

async function stream(handle: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const url = URL.parse(incoming.url ?? '/', 'http://relay')
  if (url === null) {
    outgoing.writeHead(400).end()
    return
  }
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  const response = await handle(new Request(url, { headers, signal: gone.signal }))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body === null) outgoing.end()
  else await pipeline(response.body, outgoing)
}

function fail(error: unknown, outgoing: ServerResponse, onError: (error: unknown) => void): void {
  // Readers come and go; their going is no failure.
  if (outgoing.destroyed || (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return
  if (outgoing.headersSent) outgoing.destroy()
  else outgoing.writeHead(500).end()
  onError(error)
}
