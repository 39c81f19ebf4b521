import { reportUnheard } from '../../report.js'

/** How far an upload is. */
export interface UploadProgress {
  readonly sentBytes: number
  readonly totalBytes: number
}

const pieceBytes = 64 * 1024

/**
 * A file that tells how much of it was read. Node reads what it sends through `stream`, piece by piece as the
 * connection takes it; browsers read past it.
 */
export class WatchedFile extends File {
  readonly #onProgress: (progress: UploadProgress) => void

  constructor(blob: Blob, name: string, onProgress: (progress: UploadProgress) => void) {
    super([blob], name, { type: blob.type })
    this.#onProgress = onProgress
  }

  override stream(): ReturnType<File['stream']> {
    let sentBytes = 0
    return new ReadableStream({
      // A file in memory would come in one piece, and tell nothing.
      pull: async (controller) => {
        const piece = await this.slice(sentBytes, sentBytes + pieceBytes).arrayBuffer()
        if (piece.byteLength === 0) {
          controller.close()
          return
        }
        controller.enqueue(new Uint8Array(piece))
        sentBytes += piece.byteLength
        tellProgress(this.#onProgress, { sentBytes, totalBytes: this.size })
      },
    })
  }
}

/** Whoever listens cannot stop the upload. */
export function tellProgress(onProgress: (progress: UploadProgress) => void, progress: UploadProgress): void {
  try {
    onProgress(progress)
  } catch (thrown) {
    reportUnheard(thrown)
  }
}
