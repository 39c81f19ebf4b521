import type { IncomingMessage, ServerResponse } from 'node:http'

/** One request and its answer. */
export type Exchange = {
  readonly method: string
  /** The decoded address; its host means nothing. */
  readonly url: URL
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Whether the connection breaks in the middle of the answer. */
  isCut?: boolean
}

/** Answers an exchange if the address is its own; false leaves it to the next. */
export type Route = (exchange: Exchange) => boolean | Promise<boolean>

/** Writes a JSON answer. Any web page may read it: browser tests come from another port. */
export function sendJson(exchange: Exchange, status: number, value: unknown): void {
  send(exchange, status, 'application/json', JSON.stringify(value))
}

/** Writes an answer of any type. */
export function send(
  { response, isCut = false }: Exchange,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': '*',
    ...headers,
  })
  if (!isCut) response.end(body)
  else if (body === '') response.socket?.destroy()
  else response.write(body.slice(0, Math.ceil(body.length / 2)), () => response.socket?.destroy())
}

/** One part of a path, decoded; undefined when its percent signs make no sense. */
export function decodePathPart(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/** The body as text; undefined when it has more bytes than allowed. */
export async function readBody({ request }: Exchange, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    // The rest is read and thrown away, so that the client can finish writing and see the answer.
    if (size <= maxBytes) chunks.push(bytes)
  }
  return size > maxBytes ? undefined : Buffer.concat(chunks).toString()
}
