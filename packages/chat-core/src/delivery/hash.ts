/** A number for a key, in which every character counts: FNV-1a over two characters at once, mixed once more. */
export function hashOf(seed: number, key: string): number {
  let hash = Math.imul(seed ^ offset, prime)
  const { length } = key
  const even = length & ~1
  for (let at = 0; at < even; at += 2) {
    hash = Math.imul(hash ^ (key.charCodeAt(at) | (key.charCodeAt(at + 1) << 16)), prime)
    hash ^= hash >>> 15
  }
  if (even < length) hash = Math.imul(hash ^ key.charCodeAt(even), prime)
  hash ^= hash >>> 16
  return Math.imul(hash, mix) ^ (hash >>> 13)
}

const offset = 0x811c9dc5
const prime = 0x01000193
const mix = 0x5bd1e995
