// The clients that are compared. Each subscribes to all channels, calls `message` for each event on a bound one,
// and `over` when the server says that a burst is over.
import { WebSocket } from 'ws'
import { channelName, eventName } from './frames.mjs'

/** Waits until so many calls were made. */
function counter(count) {
  let left = count
  let done
  const all = new Promise((resolve) => (done = resolve))
  return { all, one: () => (left -= 1) === 0 && done() }
}

function raw(parse) {
  return async ({ port, channels, bound, message, over }) => {
    const boundNames = new Set(Array.from({ length: bound }, (_, index) => channelName(index)))
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/key`, { perMessageDeflate: false })
    const subscribed = counter(channels + 1)
    socket.on('message', (/** @type {Buffer} */ buffer) => {
      const text = buffer.toString()
      if (parse === 'none') {
        if (text.startsWith('{"event":"over"')) over()
        else if (text.startsWith('{"event":"pusher_internal')) subscribed.one()
        else if (!text.startsWith('{"event":"pusher:')) message(text)
        return
      }
      const { event, channel, data } = JSON.parse(text)
      if (event === eventName) {
        if (parse === 'all' || boundNames.has(channel)) message(JSON.parse(data))
      } else if (event === 'over') over()
      else if (event === 'pusher_internal:subscription_succeeded') subscribed.one()
      else if (event === 'pusher:connection_established') {
        for (let index = 0; index < channels; index += 1) {
          socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: channelName(index) } }))
        }
        socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'bench-control' } }))
      }
    })
    if (parse === 'none') {
      socket.once('open', () => {
        for (let index = 0; index < channels; index += 1) {
          socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: channelName(index) } }))
        }
        socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'bench-control' } }))
      })
    }
    await subscribed.all
  }
}

async function wireloom({ port, channels, bound, message, over }) {
  const { Pusher } = await import('@wireloom/pusher')
  const pusher = new Pusher({ key: 'key', host: '127.0.0.1', port, tls: false })
  const waiting = []
  for (let index = 0; index < channels; index += 1) {
    const channel = pusher.subscribe(channelName(index))
    if (index < bound) channel.on(eventName, message)
    waiting.push(channel.subscribed())
  }
  const control = pusher.subscribe('bench-control')
  control.on('over', over)
  pusher.connect()
  await Promise.all([...waiting, control.subscribed()])
}

/** The two that share a surface: pusher-js, and ours in its place. */
function dropIn(module) {
  return async ({ port, channels, bound, message, over }) => {
    const { default: Pusher } = await import(module)
    const pusher = new Pusher('key', {
      cluster: '',
      wsHost: '127.0.0.1',
      wsPort: port,
      forceTLS: false,
      enabledTransports: ['ws'],
      disableStats: true,
    })
    const subscribed = counter(channels + 1)
    for (let index = 0; index < channels; index += 1) {
      const channel = pusher.subscribe(channelName(index))
      if (index < bound) channel.bind(eventName, message)
      channel.bind('pusher:subscription_succeeded', subscribed.one)
    }
    const control = pusher.subscribe('bench-control')
    control.bind('over', over)
    control.bind('pusher:subscription_succeeded', subscribed.one)
    await subscribed.all
  }
}

export const contenders = {
  'raw ws, no parse': raw('none'),
  'raw ws, two parses': raw('all'),
  'raw ws, data parsed where bound': raw('bound'),
  '@wireloom/pusher': wireloom,
  '@wireloom/pusher/compat': dropIn('@wireloom/pusher/compat'),
  'pusher-js': dropIn('pusher-js'),
}
