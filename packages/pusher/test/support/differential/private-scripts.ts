import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { onTestFinished } from 'vitest'
import type { ChannelAuthorizationCallback, Options } from '../../../src/compat.js'
import { encryption } from '../../../src/encrypted.js'
import { Queue } from '../queue.js'
import type { Scene } from './scene.js'
import type { Scripts } from './script.js'

interface Asked {
  readonly params: object
  readonly answer: ChannelAuthorizationCallback
}

/** Options with a handler whose answers the script gives. */
function asking(scene: Scene): { readonly asked: Queue<Asked>; readonly options: Partial<Options> } {
  const asked = new Queue<Asked>()
  const customHandler = (params: object, answer: ChannelAuthorizationCallback): void => {
    scene.note('asked for', params)
    asked.put({ params, answer })
  }
  return { asked, options: { channelAuthorization: { customHandler } } }
}

function failingWith(error: unknown): Scripts[string] {
  return async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    const channel = scene.subscribe(pusher, 'private-room')
    channel.bind('pusher:subscription_error', (...values: unknown[]) => scene.note('handler', ...values))
    ;(await asked.take()).answer(error as Error, null)
    await scene.settle()
    scene.flags(channel)
    pusher.subscribe('private-room')
    ;(await asked.take()).answer(null, { auth: 'k:s' })
    await scene.settle()
    scene.peer.acknowledge('private-room')
    await scene.settle()
    scene.flags(channel)
  }
}

function presence(members: object, me: object, play: (scene: Scene) => Promise<void>): Scripts[string] {
  return async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    const channel = scene.subscribe(pusher, 'presence-room')
    channel.bind('pusher:subscription_succeeded', (...values: unknown[]) => scene.note('handler', ...values))
    for (const name of ['added', 'removed']) {
      channel.bind(`pusher:member_${name}`, (...values: unknown[]) =>
        scene.note(`${name} handler`, ...values),
      )
    }
    ;(await asked.take()).answer(null, { auth: 'k:s', channel_data: JSON.stringify(me) })
    await scene.settle()
    scene.peer.send({
      event: 'pusher_internal:subscription_succeeded',
      channel: 'presence-room',
      data: JSON.stringify({ presence: members }),
    })
    await scene.settle()
    await play(scene)
    const list = (channel as unknown as { members: { get(id: unknown): unknown; each(visit: object): void } })
      .members
    scene.note('ann', list.get('ann'), 'nobody', list.get('nobody'), 'number', list.get(7), list.get('7'))
    list.each((member: unknown) => scene.note('member', member))
    scene.note('members', list)
    pusher.disconnect()
    scene.note('members', list)
  }
}

/** What an endpoint may answer. */
const answers = [
  ['200', 200, '{"auth":"k:s"}'],
  ['403', 403, 'no'],
  ['500', 500, '{"auth":"k:s"}'],
  ['201', 201, '{"auth":"k:s"}'],
  ['200 without JSON', 200, '<html>'],
] as const

/** An application's own server, with one answer for all. */
async function startEndpoint(status: number, body: string, log: (request: string) => void): Promise<string> {
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request
    const sent = [headers['content-type']?.split(';')[0], headers['x-token'], headers['x-more']]
    const form = Object.fromEntries(new URLSearchParams(await text(request)))
    log(`${method} ${url} ${JSON.stringify(sent)} ${JSON.stringify(form)}`)
    response.writeHead(status, { connection: 'close' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth`
}

const keys = {
  old: new Uint8Array(32).fill(1),
  fresh: new Uint8Array(32).fill(2),
  other: new Uint8Array(32).fill(3),
}

/** An encrypted event's data, as server libraries make it. */
function seal(key: Uint8Array, content: string): { readonly nonce: string; readonly ciphertext: string } {
  const nonce = new Uint8Array(24).fill(9)
  const sealed = xsalsa20poly1305(key, nonce).encrypt(Buffer.from(content))
  return { nonce: Buffer.from(nonce).toString('base64'), ciphertext: Buffer.from(sealed).toString('base64') }
}

const room = 'presence-room'

export const privateScripts: Scripts = {
  'a private channel': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    const channel = scene.subscribe(pusher, 'private-room')
    scene.flags(channel)
    ;(await asked.take()).answer(null, { auth: 'k:s' })
    await scene.settle()
    scene.peer.acknowledge('private-room')
    await scene.settle()
    scene.peer.send({ event: 'client-x', channel: 'private-room', data: '1', user_id: 'ann' })
    scene.attempt('trigger', () => channel.trigger('client-x', {}))
    await scene.settle()
  },
  'authorization fails': failingWith(new Error('no')),
  'authorization fails with a text': failingWith('no'),
  'an authorization that answers after a reconnect': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    scene.subscribe(pusher, 'private-room')
    const late = await asked.take()
    pusher.disconnect()
    await scene.ended()
    pusher.connect()
    await scene.until(() => pusher.connection.state === 'connected')
    const fresh = await asked.take()
    late.answer(null, { auth: 'k:late' })
    fresh.answer(null, { auth: 'k:fresh' })
    await scene.settle()
  },
  'left while the application is asked': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    const channel = scene.subscribe(pusher, 'private-room')
    pusher.unsubscribe('private-room')
    scene.flags(channel)
    ;(await asked.take()).answer(null, { auth: 'k:s' })
    await scene.settle()
    scene.flags(channel)
  },
  'left while the application is asked, and taken back': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    const channel = scene.subscribe(pusher, 'private-room')
    pusher.unsubscribe('private-room')
    scene.note('same', pusher.subscribe('private-room') === channel)
    ;(await asked.take()).answer(null, { auth: 'k:s' })
    await scene.settle()
    scene.flags(channel)
  },
  'left while the application is asked, which refuses': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    const channel = scene.subscribe(pusher, 'private-room')
    pusher.unsubscribe('private-room')
    ;(await asked.take()).answer(new Error('no'), null)
    await scene.settle()
    scene.flags(channel)
  },
  'the old authorizer': async (scene) => {
    const pusher = await scene.connect({
      authEndpoint: '/old',
      auth: { headers: { a: 'b' }, params: { c: 'd' } },
      authorizer: (channel, options) => ({
        authorize(socketId, answer) {
          scene.note('asked for', channel.name, socketId, options)
          answer(null, { auth: 'k:s' })
        },
      }),
    })
    scene.subscribe(pusher, 'private-room')
    await scene.settle()
  },
  ...Object.fromEntries(
    answers.map(([what, status, body]) => [
      `an endpoint that answers ${what}`,
      async (scene: Scene): Promise<void> => {
        const endpoint = await startEndpoint(status, body, (request) => scene.logs.server.push(request))
        const pusher = await scene.connect({
          channelAuthorization: {
            endpoint,
            transport: 'ajax',
            params: { team: 'a & b' },
            headers: { 'x-token': 'one' },
            paramsProvider: () => ({ more: 'c' }),
            headersProvider: () => ({ 'x-more': 'two' }),
          },
          userAuthentication: {
            endpoint,
            transport: 'ajax',
            params: { user: 1 },
            headers: { 'x-token': 'three' },
          },
        })
        let isAnswered = false
        pusher.bind('pusher:subscription_error', () => (isAnswered = true))
        const channel = scene.subscribe(pusher, 'private-room')
        channel.bind('pusher:subscription_error', () => (isAnswered = true))
        await scene.until(
          () => isAnswered || scene.logs.server.some((line) => line.includes('pusher:subscribe')),
        )
        scene.flags(channel)
        pusher.signin()
        const size = scene.logs.server.length
        await scene.until(() => scene.logs.server.length > size)
        await scene.settle()
      },
    ]),
  ),
  'an endpoint that is not there': async (scene) => {
    const pusher = await scene.connect({ authEndpoint: 'http://127.0.0.1:1/auth' })
    let isAnswered = false
    const channel = scene.subscribe(pusher, 'private-room')
    channel.bind('pusher:subscription_error', () => (isAnswered = true))
    await scene.until(() => isAnswered)
    scene.flags(channel)
  },
  'a presence channel': presence(
    { count: 2, ids: ['ann', 'me'], hash: { ann: { name: 'Ann' }, me: null } },
    { user_id: 'me', user_info: { name: 'Me' } },
    async (scene) => {
      const send = (event: string, data: unknown): void => scene.peer.send({ event, channel: room, data })
      send('pusher_internal:member_added', '{"user_id":"bob","user_info":{"name":"Bob"}}')
      send('pusher_internal:member_added', '{"user_id":"bob","user_info":{"name":"Bobby"}}')
      send('pusher_internal:member_removed', '{"user_id":"bob"}')
      send('pusher_internal:member_removed', '{"user_id":"nobody"}')
      send('pusher_internal:unheard-of', '{}')
      scene.peer.send({ event: 'client-x', channel: room, data: '1', user_id: 'ann' })
      await scene.settle()
    },
  ),
  'a presence channel with ids that are numbers': presence(
    { count: 1, ids: [7], hash: { 7: { name: 'Seven' } } },
    { user_id: 7 },
    async (scene) => {
      const send = (event: string, data: unknown): void => scene.peer.send({ event, channel: room, data })
      send('pusher_internal:member_added', '{"user_id":8}')
      send('pusher_internal:member_removed', '{"user_id":8}')
      await scene.settle()
    },
  ),
  'metadata on a presence channel': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    const channel = pusher.subscribe(room)
    channel.bind('client-x', (...values: unknown[]) => scene.note('handler', ...values))
    channel.bind('server-x', (...values: unknown[]) => scene.note('handler', ...values))
    ;(await asked.take()).answer(null, { auth: 'k:s', channel_data: '{"user_id":"me"}' })
    await scene.settle()
    scene.peer.send({ event: 'client-x', channel: room, data: '{"a":1}', user_id: 'ann' })
    scene.peer.send({ event: 'server-x', channel: room, data: '{"a":1}' })
    scene.peer.send({ event: 'server-x', channel: room })
    await scene.settle()
  },
  'presence without channel_data, and nobody signed in': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect(options)
    const channel = scene.subscribe(pusher, room)
    ;(await asked.take()).answer(null, { auth: 'k:s' })
    await scene.settle()
    scene.flags(channel)
  },
  'an encrypted channel': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect({ ...options, encryption })
    const channel = scene.subscribe(pusher, 'private-encrypted-room')
    channel.bind('x', (...values: unknown[]) => scene.note('handler', ...values))
    const answer = async (key: Uint8Array): Promise<void> => {
      const secret = Buffer.from(key).toString('base64')
      ;(await asked.take()).answer(null, { auth: 'k:s', shared_secret: secret })
      await scene.settle()
    }
    const send = async (event: string, data: unknown): Promise<void> => {
      scene.peer.send({ event, channel: 'private-encrypted-room', data })
      await scene.settle()
    }
    await answer(keys.old)
    scene.peer.acknowledge('private-encrypted-room')
    await send('x', seal(keys.old, '{"n":1}'))
    await send('x', seal(keys.old, 'plain text'))
    await send('x', seal(keys.old, '0'))
    await send('pusher:cache_miss', '{}')
    await send('x', { nonce: 'only' })
    await send('x', { ciphertext: 'only' })
    await send('x', { nonce: seal(keys.old, '').nonce, ciphertext: 'AAAA' })
    await send('x', seal(keys.fresh, '{"n":2}'))
    await answer(keys.fresh)
    await send('x', seal(keys.fresh, '{"n":3}'))
    await send('x', seal(keys.other, '{"n":4}'))
    await answer(keys.fresh)
    await send('x', seal(keys.fresh, '{"n":5}'))
  },
  'an encrypted channel without a secret': async (scene) => {
    const { asked, options } = asking(scene)
    const pusher = await scene.connect({ ...options, encryption })
    const channel = scene.subscribe(pusher, 'private-encrypted-room')
    ;(await asked.take()).answer(null, { auth: 'k:s' })
    await scene.settle()
    scene.flags(channel)
    scene.attempt('trigger', () => channel.trigger('client-x', {}))
  },
}
