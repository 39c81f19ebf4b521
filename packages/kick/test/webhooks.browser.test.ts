import { expect, test } from 'vitest'
import { Kick } from '../src/index.js'
import { builtInPublicKey, createWebhookHandler, type KickWebhookEvent } from '../src/webhooks.js'
import { realDelivery, toRequest } from './support/delivery.js'

/** Workers and other places without Node have what a browser has: Web Crypto, `Request` and `fetch`. */
test('a delivery that Kick signed is handled once where there is no Node, and a forged one is not', async () => {
  const events: KickWebhookEvent[] = []
  const handle = createWebhookHandler({
    onEvent: (event) => void events.push(event),
    publicKey: builtInPublicKey,
    clock: { now: () => Date.parse('2025-04-01T07:56:20Z') },
  })
  const forged = toRequest({ ...realDelivery, body: `${realDelivery.body} ` as never })
  expect((await handle(forged)).status).toBe(401)
  expect((await handle(toRequest(realDelivery))).status).toBe(200)
  expect((await handle(toRequest(realDelivery))).status).toBe(200)
  expect(events.map(({ type }) => type)).toEqual(['livestream.status.updated'])
})

test('a client is made, and refuses what is wrong, where there is no Node', async () => {
  const kick = new Kick({ token: 'a-token' })
  const refused = kick.chat.send({ type: 'bot', content: '' })
  await expect(refused).rejects.toMatchObject({ name: 'KickError', code: 'invalid_argument' })
})
