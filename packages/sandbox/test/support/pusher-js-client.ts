import PusherModule, { type Channel, type Options } from 'pusher-js'
import { onTestFinished } from 'vitest'
import type { Sandbox } from '../../src/index.js'

/** The class itself: this package is CommonJS and its types speak of a default export that Node does not see. */
const PusherClient = PusherModule as unknown as typeof PusherModule.default

/** A pusher-js 8.6.0 client, its Node build, pointed at a sandbox; disconnected with the test. */
export function connectPusherJs(
  sandbox: Sandbox,
  options: Partial<Options> & { key?: string } = {},
): InstanceType<typeof PusherClient> {
  const { key = sandbox.pusher.key, ...others } = options
  const client = new PusherClient(key, {
    cluster: '',
    wsHost: sandbox.pusher.host,
    wsPort: sandbox.pusher.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: sandbox.pusher.authUrl, transport: 'ajax' },
    ...others,
  })
  onTestFinished(() => {
    client.disconnect()
  })
  return client
}

/** The next event of this name, with its data. */
export function nextEvent(
  emitter: {
    bind(event: string, callback: (data: unknown, metadata?: unknown) => void): unknown
    unbind(event: string, callback: (data: unknown) => void): unknown
  },
  event: string,
): Promise<unknown> {
  return new Promise((resolve) => {
    const take = (data: unknown): void => {
      emitter.unbind(event, take)
      resolve(data)
    }
    emitter.bind(event, take)
  })
}

/** Waits for a subscription to stand. */
export async function subscribed(channel: Channel): Promise<Channel> {
  if (!channel.subscribed) await nextEvent(channel, 'pusher:subscription_succeeded')
  return channel
}
