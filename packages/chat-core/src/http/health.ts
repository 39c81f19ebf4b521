import type { HubReport } from '../hub.js'

/** Whether events flow, with what does not. */
export interface Health {
  readonly isHealthy: boolean
  /** Sentences for the one who is woken up. */
  readonly problems: readonly string[]
}

/**
 * Judges a hub by its report. A source that ended is a problem; one that is not live is one once nothing has come for
 * `silentMs`. A quiet room on a live connection is none.
 *
 * @param sinceMs when the hub began to be watched: a source that never brought anything is measured from there
 */
export function judgeHealth(report: HubReport, nowMs: number, sinceMs: number, silentMs: number): Health {
  const problems = report.accounts.flatMap(({ account, platform, sources }) =>
    sources.flatMap(({ lastArrivalAtMs = sinceMs, state, via }) => {
      const name = `The ${via} of ${platform} account ${account}`
      if (state === 'closed') return [`${name} is closed.`]
      const silentForMs = nowMs - lastArrivalAtMs
      if (state === 'live' || silentForMs <= silentMs) return []
      return [`${name} is ${state}, and nothing has come for ${Math.round(silentForMs / 1_000)} seconds.`]
    }),
  )
  return { isHealthy: problems.length === 0, problems }
}
