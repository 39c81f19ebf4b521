import { invalidArgument } from '../../basalam-error.js'

/**
 * What can be uploaded: a Blob or File, bytes, a stream of bytes, the path of a file (Node, Bun and Deno alone), or a
 * URL, also as a text that begins with `https://` or `http://`, which is fetched first.
 */
export type FileSource =
  | Blob
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | string
  | URL

/** How a source is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  readonly fetch?: (address: string, init: { readonly signal?: AbortSignal }) => Promise<Response>
  readonly maxBytes: number
  /** What it is called with us, for messages. */
  readonly member: string
}

/** The bytes of a source, and its name where it has one. @throws BasalamError `invalid_argument` */
export async function readSource(
  source: FileSource,
  options: ReadOptions,
): Promise<{ readonly blob: Blob; readonly name: string | undefined }> {
  const { member } = options
  if (source instanceof Blob) return { blob: checkSize(source, options), name: nameOfBlob(source) }
  if (source instanceof Uint8Array) {
    return { blob: checkSize(new Blob([new Uint8Array(source)]), options), name: undefined }
  }
  if (source instanceof URL) return download(source, options)
  if (typeof source === 'string') {
    const url = /^https?:\/\//i.test(source) ? URL.parse(source) : null
    return url === null ? readPath(source, options) : download(url, options)
  }
  if (isIterable(source)) return { blob: await collect(source, options), name: undefined }
  throw invalidArgument(`${member} has to be a Blob, bytes, a stream, the path of a file or a URL.`)
}

function checkSize(blob: Blob, { maxBytes, member }: ReadOptions): Blob {
  if (blob.size === 0) throw invalidArgument(`${member} is empty.`)
  if (blob.size > maxBytes) throw tooLarge(member, maxBytes)
  return blob
}

function tooLarge(member: string, maxBytes: number): Error {
  return invalidArgument(`${member} has more than ${maxBytes} bytes; see maxBytes.`)
}

function nameOfBlob(blob: Blob): string | undefined {
  return blob instanceof File && blob.name !== '' ? blob.name : undefined
}

async function download(
  url: URL,
  options: ReadOptions,
): Promise<{ readonly blob: Blob; readonly name: string | undefined }> {
  const { member, signal, fetch = globalThis.fetch } = options
  if (!/^https?:$/.test(url.protocol)) throw invalidArgument(`${member} has to be an http or https URL.`)
  let response: Response
  try {
    response = await fetch(url.href, signal === undefined ? {} : { signal })
  } catch (cause) {
    throw invalidArgument(`${member} could not be fetched from ${url.origin}.`, cause)
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel()
    throw invalidArgument(`${member} could not be fetched from ${url.origin}: status ${response.status}.`)
  }
  const type = response.headers.get('content-type') ?? ''
  const blob = await collect(response.body, options, type)
  return { blob, name: baseName(decodePath(url.pathname)) }
}

/** Without an import, so that bundles for browsers need not know Node's modules. */
async function readPath(
  path: string,
  options: ReadOptions,
): Promise<{ readonly blob: Blob; readonly name: string | undefined }> {
  const files = globalThis.process?.getBuiltinModule?.('node:fs')
  if (files?.openAsBlob === undefined) {
    throw invalidArgument(`${options.member} cannot be a path here: there is no file system.`)
  }
  let blob: Blob
  try {
    blob = await files.openAsBlob(path)
  } catch (cause) {
    throw invalidArgument(`${options.member} cannot be read from its path; see the cause.`, cause)
  }
  return { blob: checkSize(blob, options), name: baseName(path) }
}

async function collect(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  options: ReadOptions,
  type = '',
): Promise<Blob> {
  const { signal, maxBytes, member } = options
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    signal?.throwIfAborted()
    if (!(chunk instanceof Uint8Array)) throw invalidArgument(`${member} has to be a stream of bytes.`)
    size += chunk.length
    if (size > maxBytes) throw tooLarge(member, maxBytes)
    chunks.push(new Uint8Array(chunk))
  }
  return checkSize(new Blob(chunks, { type }), options)
}

function isIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof (value as Partial<AsyncIterable<Uint8Array>> | null)?.[Symbol.asyncIterator] === 'function'
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function baseName(path: string): string | undefined {
  return path.split(/[/\\]/).at(-1) || undefined
}
