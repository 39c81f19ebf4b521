/** Where a reader left off: in which run of the feed, and after which record. */
export interface FeedPlace {
  readonly run: string
  readonly position: number
}

/** A place as text, for `Last-Event-ID` and addresses. */
export function formatCursor({ position, run }: FeedPlace): string {
  return `${run}.${position}`
}

/** Reads a cursor; undefined for what is none. */
export function parseCursor(text: string): FeedPlace | undefined {
  const [, run, digits] = /^([0-9a-z]{1,32})\.(\d{1,15})$/u.exec(text) ?? []
  return run === undefined || digits === undefined ? undefined : { run, position: Number(digits) }
}

/** The cursor a request names: the header that `EventSource` sends when it reconnects, or `?cursor=` in the address. */
export function cursorOf(request: Request): string | undefined {
  const header = request.headers.get('last-event-id')
  if (header !== null && header !== '') return header
  return new URL(request.url).searchParams.get('cursor') ?? undefined
}
