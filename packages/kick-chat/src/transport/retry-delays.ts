/** How waits grow after failures that pass by themselves, in milliseconds: doubled, and spread by chance. */
const firstDelayMs = 1_000
const mostDelayMs = 30_000

/** How waits grow after refusals for good, in milliseconds: 5, 10, 20, then 30 minutes, as Kick's own site waits. */
const slowLaneMs = [300_000, 600_000, 1_200_000, 1_800_000] as const

/**
 * How long to wait after so many failures in a row, in milliseconds. Pure.
 *
 * @param failures from 1
 * @param chance from 0 up to, not including, 1
 */
export function retryDelayMs(failures: number, chance: number): number {
  const delayMs = Math.min(firstDelayMs * 2 ** (failures - 1), mostDelayMs)
  return delayMs / 2 + (delayMs / 2) * chance
}

/** How long to wait after so many refusals for good in a row, from 1, in milliseconds. Pure. */
export function slowLaneDelayMs(refusals: number): number {
  return slowLaneMs[Math.min(refusals, slowLaneMs.length) - 1] ?? slowLaneMs[0]
}
