/** Joins ids with `/`, in a way that gives different lists of ids different keys. */
export function joinKey(segments: readonly string[]): string {
  return segments.map(escapeSegment).join('/')
}

/** One id as it stands in a key. */
export function escapeSegment(segment: string): string {
  // Not encodeURIComponent: it throws on a lone surrogate, and ids come from outside.
  return segment.includes('%') || segment.includes('/')
    ? segment.replaceAll('%', '%25').replaceAll('/', '%2F')
    : segment
}
