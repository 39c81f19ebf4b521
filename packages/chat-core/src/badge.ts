/** What the platform draws beside a name, as the platform names it. Meaning is in `Role`. */
export interface Badge {
  /** The platform's own kind, an open set: `moderator`, `subscriber`, and tomorrow's. */
  readonly type: string
  /** Words for it, as the platform shows them on hover. */
  readonly text: string
  /** A number that belongs to it: months subscribed, gifts given. */
  readonly count?: number
  /** Address of a picture, where the platform sends one. */
  readonly image?: string
}
