import { PusherError } from '../errors.js'

/** What the application's own server is asked. */
export interface AuthorizationRequest {
  /** Which channel to be let into. */
  readonly channel: string
  /** For which connection: an answer holds for this one alone. */
  readonly socketId: string
  /** Aborts when the answer is of no use any more: the connection was lost, or the channel left. */
  readonly signal: AbortSignal
}

/** What it answers, spelled as it comes from every server library: the endpoint's JSON can be given back as it is. */
export interface ChannelAuthorization {
  /** `KEY:SIGNATURE` */
  readonly auth: string
  /** For presence channels: who joins, as the JSON text that was signed. */
  readonly channel_data?: string | undefined
  /** For encrypted channels: the key, in base64. */
  readonly shared_secret?: string | undefined
}

/** Asks the application's own server to let this client into a channel. Whatever it throws refuses the channel. */
export type Authorize = (
  request: AuthorizationRequest,
) => ChannelAuthorization | Promise<ChannelAuthorization>

/**
 * Asks, and looks at the answer.
 *
 * @throws PusherError `authorization_failed`; the cause is what `authorize` threw
 */
export async function authorizeChannel(
  authorize: Authorize,
  request: AuthorizationRequest,
): Promise<ChannelAuthorization> {
  let answer: Partial<ChannelAuthorization> | null | undefined
  try {
    answer = await authorize(request)
  } catch (cause) {
    if (cause instanceof PusherError) throw cause
    throw failed(request.channel, 'asking for it threw', cause)
  }
  if (typeof answer?.auth !== 'string') throw failed(request.channel, 'the answer holds no `auth`')
  const { auth, channel_data: channelData, shared_secret: sharedSecret } = answer
  return {
    auth,
    channel_data: typeof channelData === 'string' ? channelData : undefined,
    shared_secret: typeof sharedSecret === 'string' ? sharedSecret : undefined,
  }
}

/** The refusal of a channel by the application; never quotes the answer, which may hold a secret. */
export function failed(channel: string, why: string, cause?: unknown): PusherError {
  return new PusherError('authorization_failed', `No authorization for channel ${channel}: ${why}.`, {
    channel,
    cause,
  })
}
