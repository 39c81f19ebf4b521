// The client and the server-side half against soketi 1.6.1: `node interop/soketi.mjs`. Not part of CI: soketi brings
// some 300 MB and a Node of its own, which are installed into the temporary folder at the first run.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Pusher } from '@wireloom/pusher'
import { encryption } from '@wireloom/pusher/encrypted'
import { PusherApplication } from '@wireloom/pusher/server'
import { userSignin } from '@wireloom/pusher/user'
import ServerLibrary from 'pusher'
import { startSoketi } from './start-soketi.mjs'

const keys = { appId: 'interop', key: 'interop-key', secret: 'interop-secret' }
const encryptionMasterKey = randomBytes(32).toString('base64')
const clients = []
let soketi
let app
let library

before(
  async () => {
    soketi = await startSoketi(keys)
    const place = { host: '127.0.0.1', port: soketi.port }
    app = new PusherApplication({ ...keys, ...place, tls: false, encryptionMasterKey })
    library = new ServerLibrary({
      ...keys,
      host: place.host,
      port: String(place.port),
      useTLS: false,
      encryptionMasterKeyBase64: encryptionMasterKey,
    })
    // The first run installs soketi.
  },
  { timeout: 300_000 },
)
after(async () => {
  for (const client of clients) client.disconnect()
  await soketi.stop()
})

function connect(userId = 'ann') {
  const pusher = new Pusher({
    key: keys.key,
    host: '127.0.0.1',
    port: soketi.port,
    tls: false,
    encryption,
    authorize: ({ channel, socketId }) =>
      app.authorizeChannel(socketId, channel, { userId, userInfo: { name: userId } }),
    signin: userSignin(({ socketId }) =>
      app.authenticateUser(socketId, { id: userId, userInfo: { name: userId } }),
    ),
  })
  clients.push(pusher)
  pusher.connect()
  return pusher
}

const first = (channel, event) =>
  channel
    .events(event)
    .next()
    .then(({ value }) => value)

const publishers = {
  ours: (channel, event, data) => app.publish(channel, { event, data }),
  'the pusher library': (channel, event, data) => library.trigger(channel, event, data),
}
for (const [who, publish] of Object.entries(publishers)) {
  for (const name of ['room', 'private-room', 'presence-room', 'private-encrypted-room']) {
    void test(`what is published by ${who} on ${name} arrives`, async () => {
      const channel = connect().subscribe(name)
      await channel.subscribed()
      const heard = first(channel, 'message')
      await publish(name, 'message', { text: 'سلام' })
      assert.deepEqual((await heard).data, { text: 'سلام' })
    })
  }
}

void test('a cached event arrives after success, and a miss is told where there is none', async () => {
  const missed = connect().subscribe('cache-empty')
  await first(missed, 'pusher:cache_miss')
  await connect().subscribe('cache-room').subscribed()
  await app.publish('cache-room', { event: 'message', data: 'kept' })
  const late = connect().subscribe('cache-room')
  assert.equal((await first(late, 'message')).data, 'kept')
})

void test('members come and go, and client events reach the others with their sender', async () => {
  const ann = connect('ann').subscribe('presence-talk')
  await ann.subscribed()
  const added = first(ann, 'pusher:member_added')
  const bobClient = connect('bob')
  const bob = bobClient.subscribe('presence-talk')
  await bob.subscribed()
  assert.deepEqual((await added).data, { id: 'bob', info: { name: 'bob' } })
  assert.equal(bob.members.count, 2)
  assert.equal(bob.members.me.id, 'bob')
  const heard = first(ann, 'client-hello')
  bob.trigger('client-hello', { n: 1 })
  const frame = await heard
  assert.deepEqual([frame.data, frame.userId], [{ n: 1 }, 'bob'])
  const removed = first(ann, 'pusher:member_removed')
  bobClient.disconnect()
  assert.equal((await removed).data.id, 'bob')
})

void test('a signed-in user is spoken to', async () => {
  const pusher = connect('carol')
  pusher.signIn()
  assert.equal(await pusher.user.signedIn(), 'carol')
  const heard = new Promise((resolve) => pusher.user.on('order', resolve))
  // Its own channel is subscribed a moment after the sign-in.
  const again = setInterval(() => void app.publishToUser('carol', { event: 'order', data: { id: 7 } }), 50)
  assert.deepEqual(await heard, { id: 7 })
  clearInterval(again)
})

void test('channels, a channel and its users can be asked for', async () => {
  const held = connect('dora').subscribe('presence-asked')
  await held.subscribed()
  // soketi counts connections here, and users in the answer for one channel alone.
  assert.deepEqual(Object.keys(await app.channels({ prefix: 'presence-asked' })), ['presence-asked'])
  const { occupied, user_count: userCount } = await app.channel('presence-asked', { info: ['user_count'] })
  assert.deepEqual([occupied, userCount], [true, 1])
  assert.deepEqual(await app.users('presence-asked'), ['dora'])
})

void test('an unknown key is refused for good, a wrong signature by its channel', async () => {
  const stranger = new Pusher({ key: 'stranger', host: '127.0.0.1', port: soketi.port, tls: false })
  stranger.connect()
  await assert.rejects(stranger.connected(), { code: 'refused', serverCode: 4001 })
  const forger = new Pusher({
    key: keys.key,
    host: '127.0.0.1',
    port: soketi.port,
    tls: false,
    authorize: () => ({ auth: `${keys.key}:00` }),
  })
  clients.push(forger)
  forger.connect()
  await assert.rejects(forger.subscribe('private-room').subscribed(), { code: 'subscription_refused' })
})

void test('a restart of the server is survived, and told as a gap', async () => {
  const pusher = connect()
  const channel = pusher.subscribe('room-after')
  await channel.subscribed()
  const gap = new Promise((resolve) => pusher.on('gap', resolve))
  await soketi.restart()
  assert.deepEqual((await gap).channels, ['room-after'])
  const heard = first(channel, 'message')
  await app.publish('room-after', { event: 'message', data: 1 })
  assert.equal((await heard).data, 1)
})
