/** Why a body was not read to its end. */
export type BodyFailure = 'too_large' | 'slow' | 'cut'

/** How much is read, and for how long. */
export interface BodyLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

/** The bytes of a body, or why there are none; then no more of it is read. Never rejects. */
export async function readBody(
  request: Request,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer> | BodyFailure> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'too_large'
  const reader = request.body?.getReader()
  if (reader === undefined) return new Uint8Array()
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<'slow'>((resolve) => {
    timer = setTimeout(() => resolve('slow'), timeoutMs)
  })
  try {
    return await readAll(reader, maxBytes, deadline)
  } catch {
    return 'cut'
  } finally {
    clearTimeout(timer)
    // Not waited for: one that sends slowly may be slow to stop, too.
    reader.cancel().catch(() => undefined)
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
  deadline: Promise<'slow'>,
): Promise<Uint8Array<ArrayBuffer> | BodyFailure> {
  const pieces: Uint8Array[] = []
  let size = 0
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other
    const piece = await Promise.race([reader.read(), deadline])
    if (piece === 'slow') return piece
    if (piece.value === undefined) return join(pieces, size)
    size += piece.value.length
    if (size > maxBytes) return 'too_large'
    pieces.push(piece.value)
  }
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const piece of pieces) {
    bytes.set(piece, offset)
    offset += piece.length
  }
  return bytes
}
