import { SandboxError } from '../../errors.js'

/** The developer's app that a sandbox's OAuth server and API know. */
export interface KickAppOptions {
  /** @default 'sandbox-app' */
  clientId?: string
  /** @default 'sandbox-app-secret' */
  clientSecret?: string
  /** Where people may be sent back to, letter by letter. @default any address on localhost or 127.0.0.1 */
  redirectUris?: readonly string[]
  /** Verified apps may subscribe to the chat of 10,000 channels, others of 1,000. @default false */
  isVerified?: boolean
  /** What happens to a refresh token that was used: it works on, as since late 2025, or not. @default 'reusable' */
  refreshTokens?: 'reusable' | 'single_use'
  /** How long a user's access token lives. @default 7200 */
  userTokenSeconds?: number
}

/** The app with nothing missing. */
export interface KickApp extends Required<Omit<KickAppOptions, 'redirectUris'>> {
  readonly appId: string
  readonly redirectUris: readonly string[] | undefined
}

const defaults = {
  clientId: 'sandbox-app',
  clientSecret: 'sandbox-app-secret',
  isVerified: false,
  refreshTokens: 'reusable',
  userTokenSeconds: 7200,
} as const satisfies KickAppOptions

/** Fills in defaults. Throws `invalid_options`. */
export function completeKickApp(given: KickAppOptions = {}): KickApp {
  const app = { ...defaults, redirectUris: undefined, ...given, appId: '01SANDB0XAPP00000000000000' }
  for (const name of ['clientId', 'clientSecret'] as const) {
    if (typeof app[name] !== 'string' || !/^[\x21-\x7E]+$/.test(app[name])) {
      throw new SandboxError(
        'invalid_options',
        `The option kickApp.${name} must be visible ASCII characters.`,
      )
    }
  }
  if (!(Number.isFinite(app.userTokenSeconds) && app.userTokenSeconds > 0)) {
    throw new SandboxError('invalid_options', 'The option kickApp.userTokenSeconds must be seconds above 0.')
  }
  return app
}

/** Whether people may be sent back to this address. */
export function allowsRedirect({ redirectUris }: KickApp, uri: string): boolean {
  if (redirectUris !== undefined) return redirectUris.includes(uri)
  const url = URL.parse(uri)
  return url !== null && (url.hostname === 'localhost' || url.hostname === '127.0.0.1')
}
