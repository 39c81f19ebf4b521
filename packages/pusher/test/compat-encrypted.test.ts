import { randomBytes } from 'node:crypto'
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { expect, test } from 'vitest'
import Pusher, {
  type ChannelAuthorizationCallback,
  type EncryptedChannel,
  type Nacl,
  type Options,
} from '../src/compat.js'
import { encryption } from '../src/encrypted.js'
import EncryptedPusher from '../src/compat/with-encryption.js'
import { connectCompat, heard, optionsFor } from './support/compat-client.js'
import { Queue } from './support/queue.js'
import { startServer } from './support/scripted-server.js'
import { channelKey } from './support/signing.js'

const name = 'private-encrypted-room'
const keys = [channelKey(name, randomBytes(32)), channelKey(name, randomBytes(32))] as const
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

function seal(content: string, key: Uint8Array, nonce: Uint8Array = randomBytes(24)) {
  const sealed = xsalsa20poly1305(key, nonce).encrypt(Buffer.from(content))
  return { nonce: base64(nonce), ciphertext: base64(sealed) }
}

/** What tweetnacl looks like, on the same cipher. */
const nacl: Nacl = {
  secretbox: {
    keyLength: 32,
    nonceLength: 24,
    overheadLength: 16,
    open: (box, nonce, key) => {
      try {
        return xsalsa20poly1305(key, nonce).decrypt(box)
      } catch {
        return null
      }
    },
  },
}

/** A subscribed encrypted channel; the test answers each question for a key but the first. */
async function room(cipher: Partial<Options> = { encryption }, key: Uint8Array = keys[0]) {
  const asked = new Queue<ChannelAuthorizationCallback>()
  let isFirst = true
  const client = await connectCompat(await startServer(), {
    ...cipher,
    channelAuthorization: {
      customHandler: (_params, answer) => {
        if (!isFirst) return asked.put(answer)
        isFirst = false
        answer(null, { auth: 'k:s', shared_secret: base64(key) })
      },
    },
  })
  const channel = client.pusher.subscribe(name) as EncryptedChannel
  const calls: unknown[][] = []
  channel.bind('x', (...values: unknown[]) => calls.push(values))
  const frame = await client.peer.frames.take()
  client.peer.acknowledge(name)
  const send = async (data: unknown): Promise<void> => {
    client.peer.send({ event: 'x', channel: name, data })
    await client.peer.flushed()
  }
  return { ...client, channel, calls, frame, asked, send }
}

test.each([
  ['encryption', { encryption }],
  ['nacl', { nacl }],
])('[93] with the option %s events are opened, and come without metadata', async (_what, cipher) => {
  const { channel, pusher, calls, send } = await room(cipher)
  const outside: unknown[] = []
  pusher.bind('x', (data) => outside.push(data))
  const sealed = seal('{"text":"سلام"}', keys[0])
  await send(JSON.stringify(sealed))
  await send(seal('plain text', keys[0]))
  expect(calls).toEqual([[{ text: 'سلام' }], ['plain text']])
  expect(outside[0], 'the client itself sees what the server sees').toEqual(sealed)
  expect(channel.key).toEqual(new Uint8Array(keys[0]))
})

test('the key stays here: the server is sent the signature alone', async () => {
  const { frame } = await room()
  expect(frame).toEqual({ event: 'pusher:subscribe', data: { auth: 'k:s', channel: name } })
})

test.each([undefined, '', 'not base64!', base64(randomBytes(31))])(
  '[94] a shared_secret of %j is refused',
  async (secret) => {
    const { pusher } = await connectCompat(await startServer(), {
      encryption,
      channelAuthorization: {
        customHandler: async () => ({
          auth: 'k:s',
          ...(secret === undefined ? {} : { shared_secret: secret }),
        }),
      },
    })
    const failure = await heard<{ error: string }>(pusher.subscribe(name), 'pusher:subscription_error')
    expect(failure).toMatchObject({
      type: 'AuthError',
      error: expect.stringContaining('shared_secret') as string,
    })
  },
)

test('[95, 96] a wrong key is asked for again once an event; what still cannot be opened is dropped', async () => {
  const { calls, asked, send } = await room()
  await send(seal('1', keys[1]))
  await send(seal('2', keys[1]))
  ;(await asked.take())(null, { auth: 'k:s', shared_secret: base64(keys[1]) })
  await expect.poll(() => calls).toEqual([[1], [2]])
  await send(seal('3', randomBytes(32)))
  ;(await asked.take())(null, { auth: 'k:s', shared_secret: base64(keys[1]) })
  await send(seal('4', randomBytes(32)))
  ;(await asked.take())(new Error('no'), null)
  await send(seal('5', keys[1]))
  await expect.poll(() => calls).toEqual([[1], [2], [5]])
  expect(asked.waiting).toEqual([])
})

test.each([
  undefined,
  null,
  'text',
  {},
  { nonce: base64(randomBytes(24)) },
  { ...seal('1', keys[0]), nonce: base64(randomBytes(25)) },
  { ...seal('1', keys[0]), ciphertext: '%%%' },
  { ...seal('1', keys[0]), ciphertext: base64(randomBytes(15)) },
])('[97] a payload of %j is dropped, and nobody crashes', async (payload) => {
  const lines: string[] = []
  const { calls, asked, send } = await room()
  Pusher.log = (line) => void lines.push(line)
  await send(payload)
  await send(seal('7', keys[0]))
  Pusher.log = undefined
  expect(calls).toEqual([[7]])
  expect(asked.waiting).toEqual([])
  expect(lines.join('\n')).toContain('Dropped')
})

test('[98] it has no client events', async () => {
  const { channel } = await room()
  expect(() => channel.trigger()).toThrow(expect.objectContaining({ code: 'unsupported' }))
})

test('without a cipher an encrypted channel is refused, by what to do about it', async () => {
  const { pusher } = await connectCompat(await startServer())
  expect(() => pusher.subscribe(name)).toThrow(/with-encryption/)
  expect(pusher.channel(name)).toBeUndefined()
})

test('the class with encryption has the cipher in it, and is otherwise the same', async () => {
  const server = await startServer()
  const pusher = new EncryptedPusher('app-key', optionsFor(server))
  expect(pusher).toBeInstanceOf(Pusher)
  expect(() => pusher.subscribe(name)).not.toThrow()
  pusher.disconnect()
  expect(() => Reflect.construct(EncryptedPusher, ['app-key'])).toThrow(/`options`/)
})
