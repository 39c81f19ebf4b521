import { PusherError } from '../errors.js'
import { channelKind } from '../protocol/channel-name.js'
import { Channel } from './channel.js'
import type { ChannelHost } from './channel-host.js'
import { EncryptedChannel } from './encrypted-channel.js'
import { PresenceChannel } from './presence-channel.js'
import { PrivateChannel } from './private-channel.js'

/**
 * The channel of a name, of the kind its prefix asks for.
 *
 * Which characters a name may have is left to the server: others than Pusher's own take more of them.
 *
 * @throws PusherError `invalid_channel_name`; `unsupported` where an encrypted channel lacks its cipher
 */
export function createChannel(name: string, pusher: ChannelHost): Channel {
  if (typeof name !== 'string' || name === '' || name.startsWith('#')) {
    const shown = typeof name === 'string' ? JSON.stringify(name) : typeof name
    const message = `Cannot create a channel of name ${shown}: it must be a text that is not empty and does not start with #.`
    throw new PusherError('invalid_channel_name', message)
  }
  switch (channelKind(name)) {
    case 'encrypted':
      return createEncryptedChannel(name, pusher)
    case 'private':
      return new PrivateChannel(name, pusher)
    case 'presence':
      return new PresenceChannel(name, pusher)
    default:
      return new Channel(name, pusher)
  }
}

function createEncryptedChannel(name: string, pusher: ChannelHost): Channel {
  const { encryption } = pusher.config
  if (encryption !== undefined) return new EncryptedChannel(name, pusher, encryption)
  const message = `Cannot create encrypted channel ${name}: import Pusher from @wireloom/pusher/compat/with-encryption, or pass the option \`nacl\` or \`encryption\`.`
  throw new PusherError('unsupported', message, { channel: name })
}
