/** Every scope that Kick's documentation lists, and the two for ads, which only its API knows. */
export const kickScopes = [
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

/** A scope that is known. {@link https://docs.kick.com/getting-started/scopes} */
export type KnownKickScope = (typeof kickScopes)[number]

/** A scope: one of the known, or what Kick adds next. */
export type KickScope = KnownKickScope | (string & {})
