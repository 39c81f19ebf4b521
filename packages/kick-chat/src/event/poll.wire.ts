/** `PollUpdateEvent`. */
export interface PollUpdateWire {
  readonly poll?: unknown
}

export interface PollWire {
  readonly title?: unknown
  readonly options?: unknown
  /** Seconds. */
  readonly duration?: unknown
  /** Seconds. */
  readonly remaining?: unknown
  /** Seconds. */
  readonly result_display_duration?: unknown
}

export interface PollOptionWire {
  readonly id?: unknown
  readonly label?: unknown
  readonly votes?: unknown
}

/** `PredictionCreated` and `PredictionUpdated`. */
export interface PredictionEventWire {
  readonly prediction?: unknown
}

export interface PredictionWire {
  readonly id?: unknown
  readonly title?: unknown
  readonly state?: unknown
  /** Seconds. */
  readonly duration?: unknown
  readonly created_at?: unknown
  readonly updated_at?: unknown
  readonly locked_at?: unknown
  readonly winning_outcome_id?: unknown
  readonly outcomes?: unknown
}

export interface OutcomeWire {
  readonly id?: unknown
  readonly title?: unknown
  readonly total_vote_amount?: unknown
  readonly vote_count?: unknown
  readonly return_rate?: unknown
}
