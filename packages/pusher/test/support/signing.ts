import { createHash, createHmac } from 'node:crypto'
import type { Authorize, ChannelAuthorization } from '../../src/index.js'

/** An application's secrets, as its own server has them. */
export interface Application {
  readonly key: string
  readonly secret: string
}

function sign({ key, secret }: Application, text: string): string {
  return `${key}:${createHmac('sha256', secret).update(text).digest('hex')}`
}

/** What an application answers for a private channel, or for a presence channel with its member. */
export function signChannel(
  app: Application,
  socketId: string,
  channel: string,
  member?: object,
): ChannelAuthorization {
  if (member === undefined) return { auth: sign(app, `${socketId}:${channel}`) }
  const channelData = JSON.stringify(member)
  return { auth: sign(app, `${socketId}:${channel}:${channelData}`), channel_data: channelData }
}

/** An `authorize` that lets everybody in, as one member where the channel is a presence channel. */
export function authorizeAs(app: Application, member: object): Authorize {
  return ({ channel, socketId }) =>
    signChannel(app, socketId, channel, channel.startsWith('presence-') ? member : undefined)
}

/** The key of an encrypted channel, as server libraries derive it. */
export function channelKey(channel: string, masterKey: Uint8Array): Uint8Array {
  return createHash('sha256').update(channel).update(masterKey).digest()
}
