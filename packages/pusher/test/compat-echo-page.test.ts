import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { startSandbox } from '@wireloom/sandbox'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startServer } from './support/scripted-server.js'
import { canBrowse, openPage } from './support/plain-page.js'
import { channelKey, signChannel } from './support/signing.js'

const echoFile = new URL('echo.js', import.meta.resolve('laravel-echo'))

/** A page with Echo on it; what it hears is gathered in `heard`, `hear(name)` gives a listener. */
async function openEcho(port: number, key: string, more = '{}') {
  const opened = await openPage(
    `import Echo from '/echo.js'
     import Pusher from '/compat/with-encryption.js'
     globalThis.heard = []
     globalThis.hear = (name) => (value) => void heard.push([name, value])
     globalThis.open = (id) => new Echo({
       broadcaster: 'reverb', key: '${key}', Pusher, wsHost: '127.0.0.1', wsPort: ${port}, forceTLS: false,
       enabledTransports: ['ws', 'wss'], ...(${more}),
       ...(id && { auth: { params: { user_id: id, user_info: JSON.stringify({ id }) } } }),
     })
     globalThis.ready = true`,
    { '/echo.js': echoFile },
  )
  await expect.poll(() => run(opened.page, 'globalThis.ready')).toBe(true)
  return opened
}

const run = (page: Page, program: string): Promise<unknown> => page.evaluate(program)
const heard = (page: Page): Promise<unknown> => run(page, 'heard.at(-1)')

describe.skipIf(!canBrowse)('[118] Laravel Echo in a page', { timeout: 30_000 }, () => {
  test('has public, private and presence channels, whispers, and leaves', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { port, key, authUrl } = sandbox.pusher
    const { page, problems } = await openEcho(port, key, JSON.stringify({ authEndpoint: authUrl }))
    await run(
      page,
      `globalThis.ann = open('ann'); globalThis.bob = open('bob')
       Promise.all([
         new Promise((done) => ann.channel('room').listen('.message', hear('public')).subscribed(done)),
         new Promise((done) => bob.private('room').listenForWhisper('typing', hear('whisper')).subscribed(done)),
         new Promise((done) => ann.private('room').subscribed(done)),
         new Promise((done) => ann.join('room').here(done).joining(hear('joining')).leaving(hear('leaving'))),
       ])`,
    )
    sandbox.pusher.publish({ channel: 'room', event: 'message', data: { text: 'hi' } })
    await expect.poll(() => heard(page)).toEqual(['public', { text: 'hi' }])
    await run(page, `void ann.private('room').whisper('typing', { name: 'Ann' })`)
    await expect.poll(() => heard(page)).toEqual(['whisper', { name: 'Ann' }])
    await run(page, `void bob.join('room')`)
    await expect.poll(() => heard(page)).toEqual(['joining', { id: 'bob' }])
    await run(page, `void bob.leave('room')`)
    await expect.poll(() => heard(page)).toEqual(['leaving', { id: 'bob' }])
    await run(page, `void ann.leaveAllChannels()`)
    await expect.poll(() => sandbox.pusher.connections.flatMap(({ channels }) => channels)).toEqual([])
    expect(problems).toEqual([])
  })

  test('opens an encrypted channel', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { port, key } = sandbox.pusher
    const secret = channelKey('private-encrypted-room', new Uint8Array(32).fill(7))
    const { page } = await openEcho(
      port,
      key,
      '{ channelAuthorization: { customHandler: (params) => globalThis.authorize(params) } }',
    )
    await page.exposeFunction(
      'authorize',
      ({ socketId, channelName }: { socketId: string; channelName: string }) => ({
        ...signChannel(sandbox.pusher, socketId, channelName),
        shared_secret: Buffer.from(secret).toString('base64'),
      }),
    )
    await run(
      page,
      `new Promise((done) => open().encryptedPrivate('room').listen('.message', hear('opened')).subscribed(done))`,
    )
    const nonce = new Uint8Array(24).fill(1)
    const sealed = xsalsa20poly1305(secret, nonce).encrypt(Buffer.from('{"text":"hidden"}'))
    const data = {
      nonce: Buffer.from(nonce).toString('base64'),
      ciphertext: Buffer.from(sealed).toString('base64'),
    }
    sandbox.pusher.publish({ channel: 'private-encrypted-room', event: 'message', data })
    await expect.poll(() => heard(page)).toEqual(['opened', { text: 'hidden' }])
  })

  test('signs in, and shows where the connection stands', async () => {
    const server = await startServer()
    const { page } = await openEcho(
      server.port,
      'app-key',
      `{ userAuthentication: { customHandler: async () => ({ auth: 'k:u', user_data: '{"id":"ann"}' }) } }`,
    )
    await run(page, `globalThis.echo = open(); void echo.connector.onConnectionChange(hear('status'))`)
    const peer = await server.accepted()
    peer.handshake()
    await expect.poll(() => heard(page)).toEqual(['status', 'connected'])
    await run(page, 'void echo.connector.signin()')
    expect(await peer.frames.take()).toMatchObject({ event: 'pusher:signin', data: { auth: 'k:u' } })
    peer.send({ event: 'pusher:signin_success', data: { user_data: '{"id":"ann"}' } })
    expect(await peer.frames.take()).toMatchObject({ data: { channel: '#server-to-user-ann' } })
    peer.close(4001)
    await expect.poll(() => heard(page)).toEqual(['status', 'disconnected'])
    expect(await run(page, 'echo.connectionStatus()')).toBe('disconnected')
  })
})
