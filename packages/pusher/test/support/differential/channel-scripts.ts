import type { Scripts } from './script.js'

export const channelScripts: Scripts = {
  'a public channel': async (scene) => {
    const pusher = scene.create()
    const early = scene.subscribe(pusher, 'early')
    scene.flags(early)
    await scene.until(() => pusher.connection.state === 'connected')
    await scene.settle()
    scene.flags(early)
    scene.peer.acknowledge('early')
    await scene.settle()
    scene.flags(early)
    scene.note('same', pusher.subscribe('early') === early, pusher.channel('early') === early)
    scene.note('none', pusher.channel('nobody'))
    scene.note('all', pusher.allChannels().length, Object.keys(pusher.channels.channels))
    scene.peer.send({ event: 'pusher_internal:subscription_succeeded', channel: 'stranger', data: '{}' })
    scene.peer.send({ event: 'message', channel: 'early', data: '{"n":1}' })
    scene.peer.send({ event: 'message', channel: 'stranger', data: '{"n":2}' })
    await scene.settle()
    pusher.unsubscribe('early')
    scene.flags(early)
    scene.peer.send({ event: 'message', channel: 'early', data: '{"n":3}' })
    await scene.settle()
    const again = scene.subscribe(pusher, 'early')
    scene.note('same', again === early)
    await scene.settle()
    pusher.unsubscribe('nobody')
  },
  'acknowledged without data': async (scene) => {
    const pusher = await scene.connect()
    const channel = await scene.subscribed(pusher, 'room', undefined)
    scene.flags(channel)
  },
  'data of every kind': async (scene) => {
    const pusher = await scene.connect()
    const channel = await scene.subscribed(pusher, 'room')
    channel.bind('x', (...values: unknown[]) => scene.note('room handler', ...values))
    pusher.bind('x', (...values: unknown[]) => scene.note('pusher handler', ...values))
    const kinds = [
      '{"a":1}',
      { a: 1 },
      [1, 2],
      '[1,2]',
      '123',
      'true',
      'plain text',
      '"quoted"',
      '',
      '0',
      0,
      false,
      'false',
      null,
      'null',
      undefined,
      '""',
    ]
    for (const data of kinds) scene.peer.send({ event: 'x', channel: 'room', data })
    scene.peer.send({ event: 'x', channel: 'room', data: '1', user_id: 'ann' })
    scene.peer.send({ event: 'x', channel: 'room', data: '1', extra: true })
    await scene.settle()
  },
  'odd names': async (scene) => {
    const pusher = await scene.connect()
    const channel = await scene.subscribed(pusher, 'room')
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'ünïcode 😀']) {
      channel.bind(name, (data: unknown) => scene.note(`handler of ${name}`, data))
      scene.peer.send({ event: name, channel: 'room', data: '1' })
    }
    await scene.settle()
    for (const name of ['#reserved', '#server-to-user-1', 'with space', 'ümlaut', 'a'.repeat(300)]) {
      scene.attempt(`subscribe to ${name.slice(0, 20)}`, () => pusher.subscribe(name))
    }
    await scene.settle()
  },
  'channels named like parts of an object': async (scene) => {
    const pusher = await scene.connect()
    for (const name of ['__proto__', 'constructor', 'toString']) {
      scene.attempt(`subscribe to ${name}`, () => pusher.subscribe(name))
    }
    await scene.settle()
  },
  'left while pending': async (scene) => {
    const pusher = await scene.connect()
    const channel = scene.subscribe(pusher, 'room')
    pusher.unsubscribe('room')
    scene.flags(channel)
    await scene.settle()
    scene.peer.acknowledge('room')
    await scene.settle()
    scene.flags(channel)
  },
  'left while pending, and taken back': async (scene) => {
    const pusher = await scene.connect()
    const channel = scene.subscribe(pusher, 'room')
    pusher.unsubscribe('room')
    scene.note('same', pusher.subscribe('room') === channel)
    scene.flags(channel)
    await scene.settle()
    scene.peer.acknowledge('room')
    await scene.settle()
    scene.flags(channel)
  },
  'left before connecting': async (scene) => {
    const pusher = scene.create()
    const channel = scene.subscribe(pusher, 'room')
    pusher.unsubscribe('room')
    scene.flags(channel)
    await scene.until(() => pusher.connection.state === 'connected')
    await scene.settle()
  },
  'left while pending, then reconnected': async (scene) => {
    const pusher = await scene.connect()
    const channel = scene.subscribe(pusher, 'room')
    await scene.settle()
    pusher.unsubscribe('room')
    pusher.disconnect()
    await scene.ended()
    pusher.connect()
    await scene.until(() => pusher.connection.state === 'connected')
    await scene.settle()
    scene.flags(channel)
  },
  'refused by the server, then wanted again': async (scene) => {
    const pusher = await scene.connect()
    const channel = scene.subscribe(pusher, 'room')
    channel.bind('pusher:subscription_error', (...values: unknown[]) => scene.note('handler', ...values))
    await scene.settle()
    const data = { type: 'LimitReached', error: 'full', status: 4100 }
    scene.peer.send({ event: 'pusher:subscription_error', channel: 'room', data })
    await scene.settle()
    scene.flags(channel)
    pusher.subscribe('room')
    await scene.settle()
    pusher.unsubscribe('room')
    scene.flags(channel)
  },
  'subscribed again after a reconnect': async (scene) => {
    const pusher = await scene.connect()
    const channel = await scene.subscribed(pusher, 'room')
    scene.peer.close(1001)
    await scene.ended()
    await scene.pass(3_000)
    await scene.until(() => scene.connections === 2 && pusher.connection.state === 'connected')
    await scene.settle()
    scene.flags(channel)
    scene.peer.acknowledge('room')
    await scene.settle()
    scene.flags(channel)
  },
  'the state of channels right after a loss': async (scene) => {
    const pusher = await scene.connect()
    const channel = await scene.subscribed(pusher, 'room')
    scene.peer.close(1001)
    await scene.ended()
    scene.note('state', pusher.connection.state)
    scene.flags(channel)
    scene.note('sent', pusher.send_event('x', {}, 'room'))
  },
  'the number of subscriptions': async (scene) => {
    const pusher = await scene.connect()
    const channel = await scene.subscribed(pusher, 'room')
    scene.note('count', channel.subscriptionCount)
    for (const count of [3, 0]) {
      const data = JSON.stringify({ subscription_count: count })
      scene.peer.send({ event: 'pusher_internal:subscription_count', channel: 'room', data })
      await scene.settle()
      scene.note('count', channel.subscriptionCount)
    }
  },
  'an empty cache': async (scene) => {
    const pusher = await scene.connect()
    const channel = await scene.subscribed(pusher, 'cache-room')
    channel.bind('pusher:cache_miss', (...values: unknown[]) => scene.note('handler', ...values))
    scene.peer.send({ event: 'pusher:cache_miss', channel: 'cache-room' })
    scene.peer.send({ event: 'pusher_internal:unheard-of', channel: 'cache-room', data: '1' })
    await scene.settle()
  },
  'client events': async (scene) => {
    const pusher = scene.create()
    const channel = scene.subscribe(pusher, 'room')
    scene.attempt('not connected', () => channel.trigger('client-x', {}))
    await scene.until(() => pusher.connection.state === 'connected')
    scene.attempt('not subscribed', () => channel.trigger('client-x', { a: 1 }))
    await scene.settle()
    scene.peer.acknowledge('room')
    await scene.settle()
    scene.attempt('subscribed', () => channel.trigger('client-x', 'text'))
    scene.attempt('without data', () => channel.trigger('client-x', undefined))
    scene.attempt('of a wrong name', () => channel.trigger('x', {}))
    scene.attempt('by the client', () => pusher.send_event('anything', { b: 2 }, 'room'))
    scene.attempt('without a channel', () => pusher.send_event('anything', { b: 2 }))
    await scene.settle()
    pusher.disconnect()
    scene.attempt('after the end', () => channel.trigger('client-x', {}))
  },
}
