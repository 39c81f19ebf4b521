/** What Kick wraps every answer in. */
export interface EnvelopeWire {
  /** Of a refusal: null, or a text with the details. */
  readonly data?: unknown
  readonly message?: unknown
}
