import { SandboxError } from '../../errors.js'

/** An access token that the Kick API of a sandbox takes. */
export type AccessTokenOptions = {
  /** What goes into `Authorization: Bearer <token>`. */
  token: string
  /** Who it acts for. @default 'sandbox_user' */
  username?: string
  /** The slug of the room that is its user's own, and where its bot messages go. @default the first room */
  channel?: string
  /** What it allows. @default everything */
  scopes?: readonly string[]
  /** Whose it is: a user's, or the app's own. @default 'user' */
  kind?: 'user' | 'app'
}

/** An access token with nothing missing but the channel, which rooms decide. */
export type AccessToken = {
  readonly token: string
  readonly username: string
  readonly channel: string | undefined
  readonly scopes: readonly string[]
  readonly kind: 'user' | 'app'
  /** None for tokens that were given as options: they last. */
  readonly expiresAtMs?: number
}

/** Every scope that Kick has, and the two for ads that its own list leaves out. */
const allScopes = [
  'user:read',
  'channel:read',
  'channel:write',
  'channel:rewards:read',
  'channel:rewards:write',
  'chat:write',
  'streamkey:read',
  'events:subscribe',
  'moderation:ban',
  'moderation:chat_message:manage',
  'kicks:read',
  'ads:read',
  'ads:write',
] as const

/** The token that every sandbox takes unless it is told others. */
export const defaultAccessToken = 'sandbox-token'

/** Fills in defaults. Throws `invalid_options`. */
export function completeAccessTokens(
  given: readonly (string | AccessTokenOptions)[],
): readonly AccessToken[] {
  return given.map((entry) => {
    const { token, username, channel, scopes, kind } = typeof entry === 'string' ? { token: entry } : entry
    if (!/^[\x21-\x7E]+$/.test(token)) {
      throw new SandboxError(
        'invalid_options',
        'The option accessTokens must hold tokens of visible ASCII characters.',
      )
    }
    return {
      token,
      username: username ?? 'sandbox_user',
      channel,
      scopes: scopes ?? allScopes,
      kind: kind ?? 'user',
    }
  })
}

/** The token in an `Authorization` header. */
export function readBearer(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
}
