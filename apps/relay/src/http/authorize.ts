import { createHash, timingSafeEqual } from 'node:crypto'

/** Makes the check of an `Authorization` header against the one token; how long it takes says nothing of the token. */
export function createAuthorize(token: string): (header: string | null | undefined) => boolean {
  const wanted = digest(token)
  return (header) => {
    const [, given] = /^bearer +(\S+)$/iu.exec(header ?? '') ?? []
    return given !== undefined && timingSafeEqual(digest(given), wanted)
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
