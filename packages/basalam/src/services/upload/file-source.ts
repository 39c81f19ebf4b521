import { BasalamError, invalidArgument, isBasalamError } from '../../basalam-error.js'

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
  /** How long it may take to fetch a URL. */
  readonly fetchTimeoutMs: number
  /** What it is called with us, for messages. */
  readonly member: string
}

/** What was read. */
interface ReadFile {
  readonly blob: Blob
  readonly name: string | undefined
}

/**
 * The bytes of a source, and its name where it has one.
 *
 * @throws BasalamError `invalid_argument`; `aborted`, also while a source stands still; of a URL `network`, `timeout`
 *   and `body_cut`
 */
export async function readSource(source: FileSource, options: ReadOptions): Promise<ReadFile> {
  const { signal, member } = options
  try {
    return await untilAborted(read(source, options), signal)
  } catch (error) {
    if (signal?.aborted) {
      throw new BasalamError('aborted', `The caller aborted while ${member} was read.`, {
        cause: signal.reason,
      })
    }
    if (isBasalamError(error)) throw error
    throw invalidArgument(`${member} could not be read to its end; see the cause.`, error)
  }
}

async function read(source: FileSource, options: ReadOptions): Promise<ReadFile> {
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

/** Timers are no longer. */
const longestTimeoutMs = 2_147_483_647

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

async function download(url: URL, options: ReadOptions): Promise<ReadFile> {
  const { member, signal, fetchTimeoutMs, fetch = globalThis.fetch } = options
  if (!/^https?:$/.test(url.protocol)) throw invalidArgument(`${member} has to be an http or https URL.`)
  const late = AbortSignal.timeout(Math.min(fetchTimeoutMs, longestTimeoutMs))
  const end = signal === undefined ? late : AbortSignal.any([signal, late])
  let code: 'network' | 'body_cut' = 'network'
  try {
    const response = await fetch(url.href, { signal: end })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      throw invalidArgument(`${member} could not be fetched from ${url.origin}: status ${response.status}.`)
    }
    code = 'body_cut'
    const type = response.headers.get('content-type') ?? ''
    return { blob: await collect(response.body, options, type), name: baseName(decodePath(url.pathname)) }
  } catch (cause) {
    if (isBasalamError(cause)) throw cause
    const what = late.aborted ? `took longer than ${fetchTimeoutMs} ms` : 'broke off or was not reached'
    throw new BasalamError(
      late.aborted ? 'timeout' : code,
      `${member} could not be fetched from ${url.origin}: it ${what}.`,
      { cause },
    )
  }
}

/** Without an import, so that bundles for browsers need not know Node's modules. */
async function readPath(path: string, options: ReadOptions): Promise<ReadFile> {
  const { member, signal, maxBytes } = options
  const files = globalThis.process?.getBuiltinModule?.('node:fs/promises')
  if (files === undefined) throw invalidArgument(`${member} cannot be a path here: there is no file system.`)
  try {
    const facts = await files.stat(path)
    if (!facts.isFile()) throw invalidArgument(`${member} has to be the path of a file, not of a folder.`)
    if (facts.size > maxBytes) throw tooLarge(member, maxBytes)
    // Not left on the disk: a file that changes while it goes up would end the whole program.
    const bytes = await files.readFile(path, { signal })
    return { blob: checkSize(new Blob([bytes]), options), name: baseName(path) }
  } catch (cause) {
    if (isBasalamError(cause)) throw cause
    throw invalidArgument(`${member} cannot be read from its path; see the cause.`, cause)
  }
}

/** Whatever comes of it, unless the signal is aborted first; a source that stands still is left behind. */
async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work
  let refuse: (reason: unknown) => void
  const aborted = new Promise<never>((_, reject) => {
    refuse = reject
  })
  const stop = (): void => refuse(signal.reason)
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop)
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
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
