import type { Members, PresenceChannel } from 'pusher-js'
import { expect, test } from 'vitest'
import { createManualClock } from './support/manual-clock.js'
import { openSandbox } from './support/sandboxes.js'
import { connectPusherJs, nextEvent, subscribed } from './support/pusher-js-client.js'
import { pause, waitUntil } from './support/wait.js'

test('pusher-js connects and learns its socket id', async () => {
  const sandbox = await openSandbox()
  const client = connectPusherJs(sandbox)
  await nextEvent(client.connection, 'connected')

  expect(client.connection.state).toBe('connected')
  expect(client.connection.socket_id).toMatch(/^\d+\.\d+$/)
  expect(sandbox.pusher.connections.map(({ socketId }) => socketId)).toEqual([client.connection.socket_id])
})

test('pusher-js gives up on an unknown key, as the close code 4001 tells it to', async () => {
  const sandbox = await openSandbox()
  const client = connectPusherJs(sandbox, { key: 'nobody' })
  const errors: unknown[] = []
  client.connection.bind('error', (error: unknown) => errors.push(error))
  await nextEvent(client.connection, 'disconnected')

  expect(client.connection.state).toBe('disconnected')
  expect(JSON.stringify(errors)).toContain('4001')
})

test('pusher-js receives what is published on a public channel, decoded', async () => {
  const sandbox = await openSandbox()
  const client = connectPusherJs(sandbox)
  const channel = await subscribed(client.subscribe('news'))
  const received = nextEvent(channel, 'headline')

  expect(sandbox.pusher.publish({ channel: 'news', event: 'headline', data: { title: 'سلام 🌍' } })).toBe(1)
  await expect(received).resolves.toEqual({ title: 'سلام 🌍' })
})

test('pusher-js receives text that is no JSON as the text it is', async () => {
  const sandbox = await openSandbox()
  const channel = await subscribed(connectPusherJs(sandbox).subscribe('news'))
  const received = nextEvent(channel, 'plain')
  sandbox.pusher.publish({ channel: 'news', event: 'plain', data: 'just words' })

  await expect(received).resolves.toBe('just words')
})

test('pusher-js hears nothing more of a channel it left', async () => {
  const sandbox = await openSandbox()
  const client = connectPusherJs(sandbox)
  const left = await subscribed(client.subscribe('left'))
  const kept = await subscribed(client.subscribe('kept'))
  const heard: string[] = []
  left.bind_global((event: string) => heard.push(`left ${event}`))
  kept.bind_global((event: string) => heard.push(`kept ${event}`))

  client.unsubscribe('left')
  await waitUntil(() => sandbox.pusher.connections[0]?.channels.join() === 'kept', 'the server lets it go')

  expect(sandbox.pusher.publish({ channel: 'left', event: 'late' })).toBe(0)
  const last = nextEvent(kept, 'last')
  sandbox.pusher.publish({ channel: 'kept', event: 'last' })
  await last
  expect(heard).toEqual(['kept last'])
})

test('pusher-js joins a private channel with a signature from the sandbox', async () => {
  const sandbox = await openSandbox()
  const channel = await subscribed(connectPusherJs(sandbox).subscribe('private-room'))
  const received = nextEvent(channel, 'secret')
  sandbox.pusher.publish({ channel: 'private-room', event: 'secret', data: [1] })

  await expect(received).resolves.toEqual([1])
})

test('pusher-js is told when the endpoint refuses to sign', async () => {
  const sandbox = await openSandbox()
  sandbox.faults.denyAuthorization({ status: 403 })
  const channel = connectPusherJs(sandbox).subscribe('private-room')

  await expect(nextEvent(channel, 'pusher:subscription_error')).resolves.toMatchObject({
    type: 'AuthError',
    status: 403,
  })
  expect(sandbox.pusher.connections[0]?.channels).toEqual([])
})

test('pusher-js is told by the server that a signature is wrong', async () => {
  const sandbox = await openSandbox()
  const client = connectPusherJs(sandbox, {
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: (_params, callback) => {
        callback(null, { auth: `${sandbox.pusher.key}:${'0'.repeat(64)}` })
      },
    },
  })
  const channel = client.subscribe('private-room')

  await expect(nextEvent(channel, 'pusher:subscription_error')).resolves.toMatchObject({
    type: 'AuthError',
    status: 401,
  })
})

function joinAs(
  sandbox: Awaited<ReturnType<typeof openSandbox>>,
  userId: string,
  info: object = {},
): ReturnType<typeof connectPusherJs> {
  return connectPusherJs(sandbox, {
    channelAuthorization: {
      endpoint: sandbox.pusher.authUrl,
      transport: 'ajax',
      params: { user_id: userId, user_info: JSON.stringify(info) },
    },
  })
}

test('pusher-js sees who is on a presence channel, who comes and who goes', async () => {
  const sandbox = await openSandbox()
  const ann = joinAs(sandbox, 'ann', { name: 'Ann' })
  const annChannel = ann.subscribe('presence-room') as PresenceChannel
  await subscribed(annChannel)
  expect(annChannel.members.me).toEqual({ id: 'ann', info: { name: 'Ann' } })

  const added = nextEvent(annChannel, 'pusher:member_added')
  const bob = joinAs(sandbox, 'bob', { name: 'Bob' })
  const bobChannel = bob.subscribe('presence-room') as PresenceChannel
  const members = (await nextEvent(bobChannel, 'pusher:subscription_succeeded')) as Members
  expect(members.count).toBe(2)
  expect(members.get('ann')).toEqual({ id: 'ann', info: { name: 'Ann' } })
  await expect(added).resolves.toEqual({ id: 'bob', info: { name: 'Bob' } })

  const removed = nextEvent(annChannel, 'pusher:member_removed')
  bob.disconnect()
  await expect(removed).resolves.toEqual({ id: 'bob', info: { name: 'Bob' } })
  expect(annChannel.members.count).toBe(1)
})

test('a user with two connections is one member until the last one leaves', async () => {
  const sandbox = await openSandbox()
  const watcher = (await subscribed(joinAs(sandbox, 'ann').subscribe('presence-room'))) as PresenceChannel
  const moves: string[] = []
  watcher.bind('pusher:member_added', ({ id }: { id: string }) => moves.push(`+${id}`))
  watcher.bind('pusher:member_removed', ({ id }: { id: string }) => moves.push(`-${id}`))

  const first = joinAs(sandbox, 'bob')
  const second = joinAs(sandbox, 'bob')
  await subscribed(first.subscribe('presence-room'))
  await subscribed(second.subscribe('presence-room'))
  expect(watcher.members.count).toBe(2)

  first.disconnect()
  await waitUntil(() => sandbox.pusher.connections.length === 2, 'the first one is gone')
  second.disconnect()
  await waitUntil(() => moves.length === 2, 'the user leaves')
  expect(moves).toEqual(['+bob', '-bob'])
})

test('a client event reaches the others but not its sender, and tells on presence who sent it', async () => {
  const sandbox = await openSandbox()
  const ann = (await subscribed(joinAs(sandbox, 'ann').subscribe('presence-room'))) as PresenceChannel
  const bob = (await subscribed(joinAs(sandbox, 'bob').subscribe('presence-room'))) as PresenceChannel
  const heard: unknown[] = []
  ann.bind('client-typing', (data: unknown, metadata: unknown) => heard.push(['ann', data, metadata]))
  bob.bind('client-typing', (data: unknown, metadata: unknown) => heard.push(['bob', data, metadata]))

  expect(ann.trigger('client-typing', { on: true })).toBe(true)
  await waitUntil(() => heard.length > 0, 'bob hears it')
  await pause(20)

  expect(heard).toEqual([['bob', { on: true }, { user_id: 'ann' }]])
})

test('the eleventh client event within a second is refused with 4301, and the connection stays', async () => {
  const sandbox = await openSandbox()
  const client = connectPusherJs(sandbox)
  const channel = await subscribed(client.subscribe('private-room'))
  const errors: unknown[] = []
  client.connection.bind('error', (error: unknown) => errors.push(error))

  for (let count = 0; count < 11; count += 1) channel.trigger('client-poke', { count })
  await waitUntil(() => errors.length > 0, 'the refusal arrives')

  expect(errors).toHaveLength(1)
  expect(errors[0]).toMatchObject({ type: 'PusherError', data: { code: 4301 } })
  expect(client.connection.state).toBe('connected')
  expect(sandbox.record.events({ event: 'client-poke' })).toHaveLength(10)
})

test('pusher-js comes back after a dropped socket and subscribes again', async () => {
  const sandbox = await openSandbox()
  const client = connectPusherJs(sandbox)
  const channel = await subscribed(client.subscribe('news'))
  const firstSocket = client.connection.socket_id
  const again = nextEvent(channel, 'pusher:subscription_succeeded')

  expect(sandbox.faults.close(4200, 'come again')).toBe(1)
  await again
  expect(client.connection.socket_id).not.toBe(firstSocket)
})

test('pusher-js answers the ping of a server and stays', async () => {
  const clock = createManualClock()
  const sandbox = await openSandbox({ clock, pingAfterMs: 1000, pongTimeoutMs: 500 })
  const client = connectPusherJs(sandbox)
  await nextEvent(client.connection, 'connected')

  for (const channel of ['first', 'second', 'third']) {
    const pinged = nextEvent(client.connection, 'message')
    clock.advance(1000)
    // oxlint-disable-next-line no-await-in-loop -- one round after the other is the point
    await expect(pinged).resolves.toMatchObject({ event: 'pusher:ping' })
    // What pusher-js sent before this subscription has reached the server with it.
    // oxlint-disable-next-line no-await-in-loop -- as above
    await subscribed(client.subscribe(channel))
  }
  clock.advance(999)
  expect(client.connection.state).toBe('connected')
  expect(sandbox.record.frames().filter(({ kind }) => kind === 'close')).toEqual([])
})
