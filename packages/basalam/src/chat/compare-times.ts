import { parseTime } from '../helpers/time.js'

/** Whether a time of the server is after another one. Those that cannot be read as times are compared as texts. */
export function isAfter(one: string, other: string, aheadMs: number = 0): boolean {
  const [oneMs, otherMs] = [parseTime(one), parseTime(other)]
  if (oneMs === undefined || otherMs === undefined) return one > other
  // Finer than milliseconds: the texts tell, where they are of one make.
  if (aheadMs === 0 && oneMs === otherMs && one.length === other.length) return one > other
  return oneMs > otherMs + aheadMs
}

/** The order of two times of the server, the earlier first. */
export function compareTimes(one: string, other: string): number {
  if (isAfter(one, other)) return 1
  return isAfter(other, one) ? -1 : 0
}
