/** Looks into JSON of which nothing is certain. Whatever is not as expected is as if it were not there. */
export type Wire = Readonly<Record<string, unknown>>

const none: Wire = {}

export function readObject(value: unknown): Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : none
}

export function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
