import { CursorWriter } from '../delivery/cursor-writer.js'
import { LastHeard, type LastHeardParts } from '../delivery/last-heard.js'
import type { Persistence } from '../delivery/persist.js'
import type { Pipeline, PipelineOwner } from '../delivery/pipeline.js'
import { StorePipeline } from '../delivery/store-pipeline.js'
import type { Guarantees } from '../guarantees.js'
import type { StoreParts } from '../store.js'
import { describeGuarantees } from './guarantees.js'

/** What outlives a hub, as a hub takes it. Made by `defineStore`. */
export interface Store extends StoreParts {
  /** How a hub works with it; for the hub alone. */
  readonly machinery: StoreMachinery
}

/** What a hub does with a store. It comes with the store, so that a hub without one carries none of it. */
export interface StoreMachinery {
  openPipeline(
    persistence: Persistence,
    ownerId: string,
    windowMs: number,
    owner: PipelineOwner,
  ): Pipeline | undefined
  openCursors(persistence: Persistence): CursorWriter | undefined
  guarantees(dedupeWindowMs: number): Guarantees
  /** Where a restart would not find it, nothing is noted. */
  openLastHeard(parts: LastHeardParts): LastHeard | undefined
}

const dayMs = 86_400_000

/** Makes a store of its parts. */
export function defineStore<Parts extends StoreParts>(parts: Parts): Parts & Store {
  const { archive, claims, cursors, durable, kv } = parts
  return {
    ...parts,
    machinery: {
      openPipeline: (persistence, ownerId, windowMs, owner) => {
        if (claims === undefined && archive === undefined) return undefined
        const own = windowMs === 0 ? undefined : claims
        // What a history gives back after a restart may have been handled long before.
        const rememberMs = durable ? Math.max(windowMs, dayMs) : windowMs
        return new StorePipeline({ claims: own, archive, ownerId, rememberMs, persistence }, owner)
      },
      openCursors: (persistence) =>
        cursors === undefined ? undefined : new CursorWriter(cursors, persistence),
      guarantees: (dedupeWindowMs) => describeGuarantees(parts, dedupeWindowMs),
      openLastHeard: (lastHeard) => (durable && kv !== undefined ? new LastHeard(kv, lastHeard) : undefined),
    },
  }
}
