import type { ChannelAuthorization } from '../channel/authorization.js'
import { PusherError } from '../errors.js'
import { channelKind, checkChannelName } from '../protocol/channel-name.js'
import type { UserAuthentication } from '../user/user.js'
import type { ChannelCipher } from './cipher.js'
import type { Signer } from './signature.js'

/** Who joins a presence channel. */
export interface PresenceMember {
  /** Up to 128 characters. */
  readonly userId: string
  /** Shown to the other members; up to a kilobyte as JSON. */
  readonly userInfo?: unknown
}

/** Who signs in. */
export interface SignedInUser {
  readonly id: string
  readonly userInfo?: unknown
  /** Whose coming and going this user is told: up to a hundred ids. */
  readonly watchlist?: readonly string[]
}

/** The application whose signature it is. */
export interface Authority {
  readonly key: string
  readonly signer: Signer
  readonly cipher: ChannelCipher | undefined
}

/** What to answer a client that asks to be let into a channel. */
export async function authorizeChannel(
  { key, signer, cipher }: Authority,
  socketId: string,
  channel: string,
  member: PresenceMember | undefined,
): Promise<ChannelAuthorization> {
  checkSocketId(socketId)
  checkChannelName(channel)
  const kind = channelKind(channel)
  if (kind === 'public') throw refused(channel, 'it is open to all and needs no authorization')
  if (kind === 'presence') {
    if (typeof member?.userId !== 'string' || member.userId === '') {
      throw refused(channel, 'a presence channel needs a member with a `userId`')
    }
    // Undefined vanishes here, and the text that is signed is the text that is sent.
    const channelData = JSON.stringify({ user_id: member.userId, user_info: member.userInfo })
    const signature = await signer.sign(`${socketId}:${channel}:${channelData}`)
    return { auth: `${key}:${signature}`, channel_data: channelData }
  }
  const auth = `${key}:${await signer.sign(`${socketId}:${channel}`)}`
  if (kind !== 'encrypted') return { auth }
  if (cipher === undefined)
    throw refused(channel, 'an encrypted channel needs the option `encryptionMasterKey`')
  return { auth, shared_secret: await cipher.sharedSecret(channel) }
}

/** What to answer a client that signs in. */
export async function authenticateUser(
  { key, signer }: Authority,
  socketId: string,
  { id, userInfo, watchlist }: SignedInUser,
): Promise<UserAuthentication> {
  checkSocketId(socketId)
  if (typeof id !== 'string' || id === '') {
    throw new PusherError(
      'invalid_options',
      'Cannot sign in a user: `id` must be a string that is not empty.',
    )
  }
  const userData = JSON.stringify({ id, user_info: userInfo, watchlist })
  return { auth: `${key}:${await signer.sign(`${socketId}::user::${userData}`)}`, user_data: userData }
}

/** A socket id comes from a client: signing any other text would let it choose what it signs. */
export function checkSocketId(socketId: string): void {
  if (typeof socketId === 'string' && /^\d+\.\d+$/.test(socketId)) return
  throw new PusherError(
    'invalid_options',
    'The socket id must be two numbers with a dot between, as the client sent it.',
  )
}

function refused(channel: string, why: string): PusherError {
  return new PusherError('invalid_options', `Cannot authorize channel ${channel}: ${why}.`, { channel })
}
