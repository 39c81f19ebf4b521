import type { HubReport } from '../hub.js'

/** Whether events flow, with what does not. */
export interface Health {
  readonly isHealthy: boolean
  /** Sentences for the one who is woken up. */
  readonly problems: readonly string[]
}

/**
 * Judges a hub by its report. A source that ended is a problem; one that is not live is one once nothing has come for
 * `silentMs`, and one that is live once it has stopped to say that it is alive. A quiet room on a live connection is none.
 */
export function judgeHealth(report: HubReport, silentMs: number): Health {
  const problems = report.accounts.flatMap(({ account, platform, sources }) =>
    sources.flatMap(({ lastSignAtMs, silentForMs, state, via }) => {
      const name = `The ${via} of ${platform} account ${account}`
      if (state === 'closed') return [`${name} is closed.`]
      // One that never says so may have nothing to say: a socket of a quiet room.
      const isQuiet = state === 'live' && lastSignAtMs === undefined
      if (isQuiet || silentForMs <= silentMs) return []
      return [`${name} is ${state}, and nothing has come for ${Math.round(silentForMs / 1_000)} seconds.`]
    }),
  )
  return { isHealthy: problems.length === 0, problems }
}
