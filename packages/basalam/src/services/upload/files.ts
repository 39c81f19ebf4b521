import type { CallOptions, Endpoint } from '@wireloom/http-core'
import { invalidArgument } from '../../basalam-error.js'
import { one } from '../../decode.js'
import type { FilesUploadInput, FileType, UploadedFile as FileShape } from '../../generated/upload.js'
import type { ServiceClient } from '../../service-client.js'
import { readSource, type FileSource } from './file-source.js'
import { tellProgress, WatchedFile, type UploadProgress } from './watched-file.js'

/** What files may be for. */
const fileTypes: readonly FileType[] = [
  'product.photo',
  'product.video',
  'user.avatar',
  'user.cover',
  'vendor.cover',
  'vendor.logo',
  'chat.photo',
  'chat.video',
  'chat.voice',
  'chat.file',
]

/** What `files.upload` takes (`POST /v1/files`). */
export interface FileToUpload extends Omit<FilesUploadInput, 'file' | 'thumbnail'> {
  readonly file: FileSource
  readonly thumbnail?: FileSource | undefined
  /** What the file is called there. Default: its own name, else `file`. */
  readonly fileName?: string | undefined
  /** A larger file is refused before it is sent. Basalam's own limits are not known here. Default 104,857,600. */
  readonly maxBytes?: number | undefined
  /** Told as it goes, in Node; elsewhere only once all of it is there. What it throws is shown as a warning. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined
}

/** A file that was uploaded. */
export interface UploadedFile extends Omit<FileShape, 'url'> {
  /** Where it can be fetched: the answer's `url`, else the first of its `urls`. */
  readonly url?: string | undefined
}

const defaultMaxBytes = 100 * 1024 * 1024
const defaultTimeoutMs = 120_000

/** Files that products, users, vendors and messages are made of. */
export class FilesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /**
   * Uploads a file. Streams and URLs are read to their end first, so that a request that was refused for its token can
   * be sent again. (`POST /v1/files`)
   *
   * Rejects with `invalid_argument` for what cannot be read, is empty or has more than `maxBytes`; with `network`,
   * `timeout` and `body_cut` for a URL that cannot be fetched, which may take `totalTimeoutMs` (default 120,000).
   */
  async upload(input: FileToUpload, options?: CallOptions): Promise<UploadedFile> {
    const { form, size } = await toForm(input, options)
    const uploaded = await this.#client.send(() => toEndpoint(form), options)
    if (input.onProgress !== undefined) tellProgress(input.onProgress, { sentBytes: size, totalBytes: size })
    return uploaded
  }
}

async function toForm(
  input: FileToUpload,
  options: CallOptions = {},
): Promise<{ readonly form: FormData; readonly size: number }> {
  const {
    file,
    fileType,
    thumbnail,
    fileName,
    customUniqueName,
    expireMinutes,
    maxBytes = defaultMaxBytes,
  } = input ?? {}
  if (!fileTypes.includes(fileType))
    throw invalidArgument(`fileType has to be one of ${fileTypes.join(', ')}.`)
  if (!(typeof maxBytes === 'number' && maxBytes > 0)) {
    throw invalidArgument('maxBytes has to be a number above 0.')
  }
  const { signal, totalTimeoutMs = defaultTimeoutMs } = options
  const reading = { signal, maxBytes, fetchTimeoutMs: totalTimeoutMs }
  const form = new FormData()
  const main = await readSource(file, { ...reading, member: 'file' })
  // A server that finds no name takes the part for a text.
  form.set('file', named(main.blob, fileName ?? main.name ?? 'file', input.onProgress))
  form.set('file_type', fileType)
  if (thumbnail !== undefined) {
    const small = await readSource(thumbnail, { ...reading, member: 'thumbnail' })
    form.set('thumbnail', small.blob, small.name ?? 'thumbnail')
  }
  if (customUniqueName !== undefined) form.set('custom_unique_name', customUniqueName)
  if (expireMinutes !== undefined) form.set('expire_minutes', String(expireMinutes))
  return { form, size: main.blob.size }
}

function named(blob: Blob, name: string, onProgress: FileToUpload['onProgress']): File {
  return onProgress === undefined
    ? new File([blob], name, { type: blob.type })
    : new WatchedFile(blob, name, onProgress)
}

function toEndpoint(body: FormData): Endpoint<UploadedFile> {
  return { method: 'POST', path: '/v1/files', body, decode: toUploadedFile }
}

function toUploadedFile(body: unknown): UploadedFile {
  const { url, ...file } = one<FileShape>(body)
  const address = url ?? file.urls?.['primary'] ?? Object.values(file.urls ?? {})[0]
  return { ...file, ...(typeof address === 'string' && { url: address }) }
}
