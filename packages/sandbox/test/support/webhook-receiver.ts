import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createVerify } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Sandbox } from '../../src/index.js'
import { waitUntil } from './wait.js'

/** A delivery as it came in. */
export type Delivery = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The exact bytes. */
  readonly bytes: Buffer
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A webhook that keeps everything, with the sandbox's app pointed at it; closed with the test. */
export type WebhookReceiver = {
  readonly deliveries: Delivery[]
  /** What it answers from now on. */
  status: number
  /** Waits until so many have come. */
  received(count: number): Promise<readonly Delivery[]>
}

export async function receiveWebhooks(sandbox: Sandbox): Promise<WebhookReceiver> {
  const receiver: WebhookReceiver = {
    deliveries: [],
    status: 200,
    async received(count) {
      await waitUntil(() => receiver.deliveries.length >= count, `${count} deliveries come`)
      return receiver.deliveries
    },
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const bytes = Buffer.concat(chunks)
      receiver.deliveries.push({
        headers: request.headers,
        bytes,
        type: String(request.headers['kick-event-type']),
        body: JSON.parse(bytes.toString()) as Record<string, unknown>,
      })
      response.writeHead(receiver.status).end()
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  sandbox.kick.webhooks.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return receiver
}

/** The key that the API serves, as a webhook's author gets it. */
export async function fetchPublicKey(sandbox: Sandbox): Promise<string> {
  const response = await fetch(`${sandbox.kick.apiUrl}/public/v1/public-key`)
  return ((await response.json()) as { data: { public_key: string } }).data.public_key
}

/** Whether a delivery was signed with the key, over id, time and exact bytes: by Node's crypto alone. */
export function isSigned({ headers, bytes }: Delivery, publicKey: string): boolean {
  const read = (name: string): string => String(headers[name])
  return createVerify('RSA-SHA256')
    .update(`${read('kick-event-message-id')}.${read('kick-event-message-timestamp')}.`)
    .update(bytes)
    .verify(publicKey, read('kick-event-signature'), 'base64')
}
