/** What Kick wraps every answer in. */
export interface EnvelopeWire {
  /** Of a refusal: null, or a text with the details. */
  readonly data?: unknown
  readonly message?: unknown
  /** `{ next_cursor }`, with lists that are read page by page. */
  readonly pagination?: unknown
}
