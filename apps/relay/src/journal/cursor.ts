/** A place in a journal: which one, and after which record. Another journal's numbers mean nothing in this one. */
export interface JournalPlace {
  readonly journal: string
  readonly position: number
}

/** A place as text, for `Last-Event-ID` and addresses. */
export function formatCursor({ journal, position }: JournalPlace): string {
  return `${journal}.${position}`
}

/** Reads a cursor; undefined for what is none. */
export function parseCursor(text: string): JournalPlace | undefined {
  const [, journal, digits] = /^([0-9a-z]{1,32})\.(\d{1,15})$/u.exec(text) ?? []
  return journal === undefined || digits === undefined ? undefined : { journal, position: Number(digits) }
}
