import type { Badge } from './badge.js'
import type { Role } from './role.js'

/** Who wrote or did something, as known from the event that told of it. */
export interface Author {
  /** The platform's id of the user as a string; null where the platform hides it or does not say. */
  readonly id: string | null
  /** The name to show. Empty only where the platform gave none. */
  readonly name: string
  /** Address of a picture. */
  readonly avatar?: string
  /** Color of the name, `#RRGGBB`. */
  readonly color?: string
  /** What the author is in this room. Empty where nothing is known, which is not the same as nobody. */
  readonly roles: ReadonlySet<Role>
  /** What the platform draws beside the name, in its order. */
  readonly badges: readonly Badge[]
  /** Whether this is our own account; `unknown` where we read without one. */
  readonly self: boolean | 'unknown'
  /** True where the platform hides who it was on that person's wish. */
  readonly anonymous: boolean
}
