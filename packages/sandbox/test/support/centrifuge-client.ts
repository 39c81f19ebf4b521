import { Centrifuge, type Options, type PublicationContext, type Subscription } from 'centrifuge'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Sandbox } from '../../src/index.js'
import { fetchToken } from './negotiation.js'

/** A `centrifuge` client, over ws, with tokens of the sandbox's negotiation; disconnected with the test. */
export function connectCentrifuge(sandbox: Sandbox, options: Partial<Options> = {}): Centrifuge {
  const client = new Centrifuge(sandbox.centrifugo.url, {
    websocket: WebSocket,
    getToken: () => fetchToken(sandbox),
    minReconnectDelay: 5,
    maxReconnectDelay: 20,
    ...options,
  })
  onTestFinished(() => {
    client.disconnect()
  })
  client.on('error', () => {})
  client.connect()
  return client
}

/** The next event of this name, with its context. */
export function nextOf<Context = unknown>(
  emitter: { once(event: string, callback: (context: Context) => void): unknown },
  event: string,
): Promise<Context> {
  return new Promise((resolve) => {
    emitter.once(event, resolve)
  })
}

/** A subscription that stands, and everything that was published on it. */
export async function follow(
  client: Centrifuge,
  channel: string,
): Promise<{ subscription: Subscription; data: unknown[] }> {
  const subscription = client.newSubscription(channel, { minResubscribeDelay: 5, maxResubscribeDelay: 20 })
  const data: unknown[] = []
  subscription.on('publication', (context: PublicationContext) => {
    data.push(context.data)
  })
  subscription.on('error', () => {})
  subscription.subscribe()
  await subscription.ready(4000)
  return { subscription, data }
}
