/** Why a body is not to be had. */
export type BodyFailure = 'too_large' | 'slow' | 'cut'

/** How much of a body is waited for. */
export interface BodyLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

/** The bytes of a body, or why they did not come. Of one that is too large or too slow no more is read. */
export async function readBody(
  request: Request,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<Uint8Array | BodyFailure> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'too_large'
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  let isLate = false
  const reader = request.body.getReader()
  // Not waited for: a sender that says nothing would keep it from ending.
  const leave = (): void => void reader.cancel().catch(() => undefined)
  const timer = setTimeout(() => {
    isLate = true
    leave()
  }, timeoutMs)
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other
      const { done, value } = await reader.read()
      if (done) break
      size += value.length
      if (size > maxBytes) {
        leave()
        return 'too_large'
      }
      chunks.push(value)
    }
  } catch {
    return isLate ? 'slow' : 'cut'
  } finally {
    clearTimeout(timer)
  }
  return isLate ? 'slow' : join(chunks, size)
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
