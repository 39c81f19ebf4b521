import { SandboxError } from '../../errors.js'

/** An access token that the Kick API of a sandbox takes. */
export type AccessTokenOptions = {
  /** What goes into `Authorization: Bearer <token>`. */
  token: string
  /** Who it acts for. @default 'sandbox_user' */
  username?: string
  /** Where its bot messages go: the slug of a room. @default the first room */
  channel?: string
  /** What it allows. @default ['chat:write', 'moderation:chat_message:manage'] */
  scopes?: readonly string[]
}

/** An access token with nothing missing but the channel, which rooms decide. */
export type AccessToken = {
  readonly token: string
  readonly username: string
  readonly channel: string | undefined
  readonly scopes: readonly string[]
}

/** The token that every sandbox takes unless it is told others. */
export const defaultAccessToken = 'sandbox-token'

/** Fills in defaults. Throws `invalid_options`. */
export function completeAccessTokens(
  given: readonly (string | AccessTokenOptions)[],
): readonly AccessToken[] {
  return given.map((entry) => {
    const { token, username, channel, scopes } = typeof entry === 'string' ? { token: entry } : entry
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
      scopes: scopes ?? ['chat:write', 'moderation:chat_message:manage'],
    }
  })
}

/** The token of an `Authorization` header, if it is one of these. */
export function findAccessToken(
  tokens: readonly AccessToken[],
  authorization: string | undefined,
): AccessToken | undefined {
  const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
  return tokens.find(({ token }) => token === given)
}
