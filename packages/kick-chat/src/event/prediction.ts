import type { OutcomeWire, PredictionEventWire, PredictionWire } from './poll.wire.js'
import { isWire, readKey, readList, readNumber, readText, readTimeMs, type Wire } from './read.js'
import type { KickSource } from './source.js'

/** One side of a prediction. */
export interface KickOutcome {
  readonly id: string
  readonly title: string
  /** Channel points put on it. */
  readonly totalAmount: number
  /** People who put them there. */
  readonly votes: number
  readonly returnRate: number | undefined
}

/** `PredictionCreated` or `PredictionUpdated`. */
export interface KickPredictionEvent {
  readonly type: 'prediction_created' | 'prediction_updated'
  readonly source: KickSource
  readonly id: string
  readonly title: string
  /** `ACTIVE`, `LOCKED`, `RESOLVED`, `CANCELLED`, or what Kick adds next. */
  readonly state: string
  readonly durationSeconds: number | undefined
  readonly createdAtMs: number | undefined
  readonly updatedAtMs: number | undefined
  readonly lockedAtMs: number | undefined
  readonly winningOutcomeId: string | undefined
  readonly outcomes: readonly KickOutcome[]
}

export function decodePredictionCreated(value: Wire, source: KickSource): KickPredictionEvent | string {
  return decodePrediction('prediction_created', value, source)
}

export function decodePredictionUpdated(value: Wire, source: KickSource): KickPredictionEvent | string {
  return decodePrediction('prediction_updated', value, source)
}

function decodePrediction(
  type: KickPredictionEvent['type'],
  value: Wire,
  source: KickSource,
): KickPredictionEvent | string {
  const { prediction }: PredictionEventWire = value
  if (!isWire(prediction)) return 'prediction is missing'
  const wire: PredictionWire = prediction
  const id = readKey(wire.id)
  if (id === undefined) return 'prediction.id is missing'
  return {
    type,
    source,
    id,
    title: readText(wire.title) ?? '',
    state: readText(wire.state) ?? 'UNKNOWN',
    durationSeconds: readNumber(wire.duration),
    createdAtMs: readTimeMs(wire.created_at),
    updatedAtMs: readTimeMs(wire.updated_at),
    lockedAtMs: readTimeMs(wire.locked_at),
    winningOutcomeId: readKey(wire.winning_outcome_id),
    outcomes: readList(wire.outcomes, readOutcome),
  }
}

function readOutcome(value: unknown): KickOutcome | undefined {
  if (!isWire(value)) return undefined
  const wire: OutcomeWire = value
  const id = readKey(wire.id)
  if (id === undefined) return undefined
  return {
    id,
    title: readText(wire.title) ?? '',
    totalAmount: readNumber(wire.total_vote_amount) ?? 0,
    votes: readNumber(wire.vote_count) ?? 0,
    returnRate: readNumber(wire.return_rate),
  }
}
