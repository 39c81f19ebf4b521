import { readBody, type Exchange } from '../http-exchange.js'

/** A request that arrived. */
export interface BasalamRequest {
  readonly method: string
  /** Below the API's address, as it came: `/v1/chats`. */
  readonly path: string
  /** With its question mark, as it came; empty where there was none. */
  readonly search: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON, the fields of a form, the parts of a multipart body, or text; `undefined` where there was none. */
  readonly body: unknown
  /** The id of the operation in the API's document; left out where no operation answers there. */
  readonly operationId?: string | undefined
}

/** A part of a multipart body that is a file. */
export interface ReceivedFile {
  readonly fileName: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

const maxBodyBytes = 128 * 1024 * 1024

/** Reads a body by what it says it is; a text where it cannot be read as that. */
export async function receiveBody(exchange: Exchange): Promise<unknown> {
  const contentType = exchange.request.headers['content-type'] ?? ''
  if (contentType.startsWith('multipart/form-data')) return readParts(exchange, contentType)
  const text = await readBody(exchange, maxBodyBytes)
  if (text === undefined || text === '') return undefined
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text))
  }
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

async function readParts({ request }: Exchange, contentType: string): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  const response = new Response(new Uint8Array(Buffer.concat(chunks)), {
    headers: { 'content-type': contentType },
  })
  const form = await response.formData().catch(() => undefined)
  if (form === undefined) return undefined
  const parts = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : await toFile(value),
  ])
  return Object.fromEntries(await Promise.all(parts))
}

async function toFile(file: File): Promise<ReceivedFile> {
  return { fileName: file.name, contentType: file.type, bytes: new Uint8Array(await file.arrayBuffer()) }
}
