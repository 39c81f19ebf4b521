import { channelKind, isChannelName, needsAuthorization } from './channel-name.js'
import type { ChannelDataWire } from './commands.wire.js'
import { pusherLimits } from './limits.js'
import { channelAuth, isSameSignature } from './signature.js'

/** A user on a presence channel, as its signed `channel_data` names it. */
export type Member = { userId: string; userInfo: unknown }

/** Whether a connection may join a channel; on a presence channel, as whom. */
export type SubscriptionVerdict =
  | { ok: true; member?: Member }
  | { ok: false; type: string; error: string; status: number }

/** Checks a subscription's channel name, signature and member data. Looks at nothing but its arguments. */
export function authorizeSubscription(
  app: { key: string; secret: string },
  socketId: string,
  request: { channel: string; auth: string; channelData: string | undefined },
): SubscriptionVerdict {
  const { channel, auth, channelData } = request
  const kind = channelKind(channel)
  if (!isChannelName(channel) || kind === 'reserved') {
    return refuse('SubscriptionError', 400, `The channel name ${JSON.stringify(channel)} is not allowed`)
  }
  if (!needsAuthorization(kind)) return { ok: true }

  if (kind === 'presence' && channelData === undefined) {
    return refuse('AuthError', 401, 'A presence channel needs channel_data')
  }
  const signedData = kind === 'presence' ? channelData : undefined
  if (!isSameSignature(auth, channelAuth(app, socketId, channel, signedData))) {
    return refuse('AuthError', 401, `Invalid signature for socket ${socketId} and channel ${channel}`)
  }
  if (kind !== 'presence' || channelData === undefined) return { ok: true }

  const member = decodeMember(channelData)
  return typeof member === 'string' ? refuse('AuthError', 401, member) : { ok: true, member }
}

function refuse(type: string, status: number, error: string): SubscriptionVerdict {
  return { ok: false, type, status, error }
}

/** The member, or why there is none. */
function decodeMember(channelData: string): Member | string {
  let data: unknown
  try {
    data = JSON.parse(channelData)
  } catch {
    return 'channel_data is not JSON'
  }
  if (typeof data !== 'object' || data === null) return 'channel_data is not an object'
  const { user_id: userId, user_info: userInfo }: ChannelDataWire = data
  if (typeof userId !== 'string' && typeof userId !== 'number') return 'channel_data has no user_id'
  const id = String(userId)
  if (id === '' || id.length > pusherLimits.presenceUserIdLength) {
    return `user_id must have 1 to ${pusherLimits.presenceUserIdLength} characters`
  }
  if (Buffer.byteLength(JSON.stringify(userInfo) ?? '') > pusherLimits.presenceUserInfoBytes) {
    return `user_info is larger than ${pusherLimits.presenceUserInfoBytes} bytes`
  }
  return { userId: id, userInfo }
}
