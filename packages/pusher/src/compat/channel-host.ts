import type { ChannelEncryption } from '../channel/encryption.js'
import type { ChannelAuthorizationHandler } from './authorization.js'

/** What a channel needs of the client it belongs to; of the client's surface, nothing hidden. */
export interface ChannelHost {
  readonly connection: { readonly state: string; readonly socket_id: string | undefined }
  readonly config: {
    readonly channelAuthorizer: ChannelAuthorizationHandler
    readonly encryption: ChannelEncryption | undefined
  }
  readonly user: {
    readonly signinDonePromise: Promise<void> | null
    readonly user_data: { readonly id: string } | null
  }
  readonly channels: { find(name: string): object | undefined; remove(name: string): object | undefined }
  unsubscribe(name: string): void
  send_event(eventName: string, data: unknown, channelName?: string): boolean
}
