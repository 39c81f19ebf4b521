import { PusherError } from '../errors.js'
import { channelKind, checkChannelName } from '../protocol/channel-name.js'
import type { Authorize } from './authorization.js'
import type { ChannelContext } from './context.js'
import { LiveEncryptedChannel } from './encrypted-channel.js'
import type { ChannelEncryption } from './encryption.js'
import { LiveChannel } from './live-channel.js'
import { LivePresenceChannel } from './presence-channel.js'
import { LivePrivateChannel } from './private-channel.js'

/** What a client was given for channels that are not open to all. */
export interface ChannelMeans {
  readonly authorize: Authorize | undefined
  readonly encryption: ChannelEncryption | undefined
}

/**
 * The channel of a name, of the kind its prefix asks for.
 *
 * @throws PusherError `invalid_channel_name`; `invalid_options` where the client lacks what its kind needs
 */
export function createChannel(name: string, means: ChannelMeans, context: ChannelContext): LiveChannel {
  checkChannelName(name)
  const kind = channelKind(name)
  if (kind === 'public') return new LiveChannel(name, context)
  if (means.authorize === undefined)
    throw lacking(name, '`authorize`: it asks your server to let this client in')
  if (kind === 'private') return new LivePrivateChannel(name, context)
  if (kind === 'presence') return new LivePresenceChannel(name, context)
  if (means.encryption === undefined) {
    throw lacking(name, '`encryption`: import it from @wireloom/pusher/encrypted')
  }
  return new LiveEncryptedChannel(name, context, means.encryption)
}

function lacking(channel: string, option: string): PusherError {
  return new PusherError('invalid_options', `Channel ${channel} needs the option ${option}.`, { channel })
}
