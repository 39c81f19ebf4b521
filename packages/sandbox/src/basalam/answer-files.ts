import type { ApiAnswer, ApiCall } from './answer-api.js'
import type { ReceivedFile } from './requests.js'

/** A file that was uploaded. */
export interface KeptFile {
  readonly id: number
  readonly fileType: string
  readonly fileName: string
  readonly bytes: Uint8Array
}

const kinds =
  /^(product\.(photo|video)|user\.(avatar|cover)|vendor\.(cover|logo)|chat\.(photo|video|voice|file))$/

/** The upload service: keeps what comes. */
export function answerFiles({ operation, body, grant }: ApiCall, files: KeptFile[]): ApiAnswer | undefined {
  if (operation.path !== '/v1/files') return undefined
  const { file, file_type: fileType } = (body ?? {}) as { file?: ReceivedFile; file_type?: unknown }
  if (!(file?.bytes instanceof Uint8Array)) return { status: 422, value: 'file is missing' }
  if (typeof fileType !== 'string' || !kinds.test(fileType))
    return { status: 422, value: 'file_type is unknown' }
  const kept: KeptFile = { id: 501 + files.length, fileType, fileName: file.fileName, bytes: file.bytes }
  files.push(kept)
  const isPicture = /photo|avatar|cover|logo/.test(fileType)
  return {
    value: {
      id: kept.id,
      file_name: kept.fileName,
      file_name_alone: kept.fileName.replace(/\.[^.]*$/, ''),
      path: `sandbox/${kept.id}`,
      format: null,
      mime_type: null,
      type: isPicture ? 'image' : 'file',
      file_type: 5_901,
      width: isPicture ? 228 : null,
      height: isPicture ? 154 : null,
      size: kept.bytes.length,
      duration: /voice|video/.test(fileType) ? 4 : null,
      // As it was seen: the address stands among the others.
      url: null,
      urls: { primary: `https://files.invalid/${kept.id}` },
      created_at: '2026-06-01 10:00:00',
      creator_user_id: grant?.userId ?? 0,
    },
  }
}
