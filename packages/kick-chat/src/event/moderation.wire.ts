/** `UserBannedEvent` and `UserUnbannedEvent`. */
export interface RestrictionWire {
  readonly id?: unknown
  readonly user?: unknown
  readonly banned_by?: unknown
  readonly unbanned_by?: unknown
  readonly permanent?: unknown
  /** Minutes, on timeouts alone. */
  readonly duration?: unknown
  /** On timeouts alone. */
  readonly expires_at?: unknown
}
