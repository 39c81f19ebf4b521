/** How a time is read that names no zone. */
export interface TimeOptions {
  /** Minutes that such a time is ahead of UTC; Iran is 210. Default 0. */
  readonly offsetMinutes?: number | undefined
}

const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

/**
 * A time of the API as milliseconds since 1970: `2026-06-01T10:00:00Z`, with fractions of a second and offsets, and
 * `2026-06-01 10:00:00` as the upload service writes it, of which no document says the zone. `undefined` for what is no
 * time.
 */
export function parseTime(text: unknown, { offsetMinutes = 0 }: TimeOptions = {}): number | undefined {
  const parts = typeof text === 'string' ? shape.exec(text.trim()) : null
  if (parts === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const fraction = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1_000)
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second, fraction)
  const date = new Date(atMs)
  // The 31st of June would be read as the 1st of July, and 24 o'clock as the next day.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || minute > 59 || second > 59) {
    return undefined
  }
  return atMs - offsetOf(parts[8], offsetMinutes) * 60_000
}

function offsetOf(zone: string | undefined, otherwise: number): number {
  if (zone === undefined) return otherwise
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
}

/**
 * A time in the Persian calendar and digits, as it is in Iran: `۱۱ خرداد ۱۴۰۵، ۱۳:۳۰`.
 *
 * @param options of `Intl.DateTimeFormat`. Default: the date in full, hours and minutes, in Tehran
 */
export function formatPersianTime(timeMs: number, options: Intl.DateTimeFormatOptions = defaults): string {
  return new Intl.DateTimeFormat('fa-IR-u-ca-persian-nu-arabext', {
    timeZone: 'Asia/Tehran',
    ...options,
  }).format(timeMs)
}

const defaults: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short' }
