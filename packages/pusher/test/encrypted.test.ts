import { randomBytes } from 'node:crypto'
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { describe, expect, test } from 'vitest'
import { encryption } from '../src/encrypted.js'
import type { Authorize, ChannelAuthorization } from '../src/index.js'
import { connectClient, next } from './support/client.js'
import { Queue } from './support/queue.js'
import { startServer } from './support/scripted-server.js'
import { channelKey } from './support/signing.js'

const name = 'private-encrypted-room'
const keys = [channelKey(name, randomBytes(32)), channelKey(name, randomBytes(32))] as const
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

function seal(text: string, key: Uint8Array): { nonce: string; ciphertext: string } {
  const nonce = randomBytes(24)
  return { nonce: base64(nonce), ciphertext: base64(xsalsa20poly1305(key, nonce).encrypt(Buffer.from(text))) }
}

/** A subscribed encrypted channel; `answers` gives the test each question for a key after the first. */
async function room(key: Uint8Array = keys[0], options = {}) {
  const questions = new Queue<(answer: ChannelAuthorization | Error) => void>()
  let asked = 0
  const authorize: Authorize = () => {
    asked += 1
    if (asked === 1) return { auth: 'k:s', shared_secret: base64(key) }
    return new Promise((resolve, reject) => {
      questions.put((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)))
    })
  }
  const server = await startServer()
  const client = await connectClient(server, { authorize, encryption, ...options })
  const channel = client.pusher.subscribe(name)
  const subscribe = await client.peer.frames.take()
  client.peer.acknowledge(name)
  await channel.subscribed()
  const heard: unknown[] = []
  channel.on('message', (data) => void heard.push(data))
  const send = async (data: unknown): Promise<void> => {
    client.peer.send({ event: 'message', channel: name, data })
    await client.peer.flushed()
  }
  return { ...client, server, channel, subscribe, heard, send, questions, asked: () => asked }
}

test('an encrypted event is opened', async () => {
  const { heard, send } = await room()
  await send(JSON.stringify(seal('{"text":"سلام"}', keys[0])))
  await send(seal('plain text', keys[0]))
  expect(heard).toEqual([{ text: 'سلام' }, 'plain text'])
})

test('raw mode hands over the opened text as it is', async () => {
  const { heard, send } = await room(keys[0], { raw: true })
  await send(JSON.stringify(seal('{"a":1}', keys[0])))
  expect(heard).toEqual(['{"a":1}'])
})

test('the key stays here: the server is sent the signature alone', async () => {
  const { subscribe } = await room()
  expect(subscribe.data).toEqual({ auth: 'k:s', channel: name })
})

test.each([undefined, '', 'not base64!', base64(randomBytes(31))])(
  '[94] a shared secret of %j is refused',
  async (secret) => {
    const authorize: Authorize = () => ({ auth: 'k:s', shared_secret: secret })
    const { pusher, errors } = await connectClient(await startServer(), { authorize, encryption })
    await expect(pusher.subscribe(name).subscribed()).rejects.toMatchObject({
      code: 'authorization_failed',
      channel: name,
    })
    expect(errors[0]?.message).toContain('`shared_secret`')
    if (secret) expect(errors[0]?.message).not.toContain(secret)
  },
)

describe('an event that the key does not open', () => {
  test('[95] has a new key asked for exactly once, and is delivered', async () => {
    const { heard, send, questions, asked } = await room()
    await send(seal('"rotated"', keys[1]))
    const answer = await questions.take()
    answer({ auth: 'k:s', shared_secret: base64(keys[1]) })
    await expect.poll(() => heard).toEqual(['rotated'])
    await send(seal('"next"', keys[1]))
    expect(heard).toEqual(['rotated', 'next'])
    expect(asked()).toBe(2)
  })

  test('[96] is dropped and reported where the new key does not open it either', async () => {
    const { heard, send, questions, errors } = await room()
    await send(seal('"lost"', randomBytes(32)))
    ;(await questions.take())({ auth: 'k:s', shared_secret: base64(keys[0]) })
    await expect.poll(() => errors).toMatchObject([{ code: 'decryption_failed', channel: name }])
    await send(seal('"next"', keys[0]))
    expect(heard).toEqual(['next'])
  })

  test('is dropped and reported where no new key is to be had', async () => {
    const { heard, send, questions, errors } = await room()
    await send(seal('"lost"', keys[1]))
    ;(await questions.take())(new Error('down'))
    await expect
      .poll(() => errors)
      .toMatchObject([{ code: 'decryption_failed', cause: { code: 'authorization_failed' } }])
    await send(seal('"next"', keys[0]))
    expect(heard).toEqual(['next'])
  })

  test('waits no longer than until the next connection, which brings a key of its own', async () => {
    const { pusher, peer, clock, heard, send, questions, errors, server } = await room()
    await send(seal('"rotated"', keys[1]))
    const unanswered = await questions.take()
    const retry = next(pusher, 'retry')
    peer.cut()
    clock.advance((await retry).delayMs)
    const second = await server.accepted()
    second.handshake('2.2')
    ;(await questions.take())({ auth: 'k:s', shared_secret: base64(keys[1]) })
    await second.frames.take()
    second.acknowledge(name)
    second.send({ event: 'message', channel: name, data: seal('"new"', keys[1]) })
    await second.flushed()
    expect(heard).toEqual(['rotated', 'new'])
    // The answer of yesterday does not replace the key of today.
    unanswered({ auth: 'k:s', shared_secret: base64(keys[0]) })
    second.send({ event: 'message', channel: name, data: seal('"newer"', keys[1]) })
    await second.flushed()
    expect(heard).toEqual(['rotated', 'new', 'newer'])
    expect(errors.map(({ code }) => code)).toEqual(['connection_lost'])
  })

  test('keeps what comes meanwhile in order', async () => {
    const { heard, send, questions } = await room()
    await send(seal('1', keys[1]))
    await send(seal('2', keys[1]))
    await send(seal('3', keys[0]))
    await send(seal('4', keys[1]))
    ;(await questions.take())({ auth: 'k:s', shared_secret: base64(keys[1]) })
    await expect.poll(() => heard).toEqual([1, 2])
    ;(await questions.take())({ auth: 'k:s', shared_secret: base64(keys[0]) })
    await expect.poll(() => heard).toEqual([1, 2, 3])
    ;(await questions.take())({ auth: 'k:s', shared_secret: base64(keys[1]) })
    await expect.poll(() => heard).toEqual([1, 2, 3, 4])
  })
})

const whole = seal('1', keys[0])
test.each([
  ['nothing', undefined],
  ['text', 'hello'],
  ['no nonce', { ciphertext: whole.ciphertext }],
  ['no ciphertext', { nonce: whole.nonce }],
  ['a short nonce', { ...whole, nonce: base64(randomBytes(23)) }],
  ['a long nonce', { ...whole, nonce: base64(randomBytes(25)) }],
  ['a short ciphertext', { ...whole, ciphertext: base64(randomBytes(15)) }],
  ['bad base64', { ...whole, ciphertext: '*' }],
])('[97] a payload with %s is dropped and reported, without another question', async (_what, data) => {
  const { heard, send, errors, asked } = await room()
  await send(data)
  expect(errors).toMatchObject([{ code: 'decryption_failed', channel: name }])
  expect(heard).toEqual([])
  expect(asked()).toBe(1)
})

test('[98] there is no trigger on an encrypted channel', async () => {
  const { channel } = await room()
  expect(channel).not.toHaveProperty('trigger')
  // @ts-expect-error: the type has none either
  expect(() => channel.trigger('client-x', 1) as unknown).toThrow(TypeError)
})

test('events of the protocol itself are not opened', async () => {
  const { channel, peer, errors } = await room()
  const misses: unknown[] = []
  channel.on('pusher:cache_miss', () => void misses.push(true))
  peer.send({ event: 'pusher:cache_miss', channel: name })
  peer.send({ event: 'pusher_internal:subscription_count', channel: name, data: '{"subscription_count":3}' })
  await peer.flushed()
  expect(misses).toEqual([true])
  expect(channel.subscriptionCount).toBe(3)
  expect(errors).toEqual([])
})
