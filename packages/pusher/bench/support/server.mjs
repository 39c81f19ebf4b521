// A server in a process of its own: answers subscriptions, and sends frames as fast as they are taken.
import { WebSocketServer } from 'ws'
import { createFrames, scenarios } from './frames.mjs'

const pools = Object.fromEntries(
  Object.entries(scenarios).map(([name, { channels }]) => [
    name,
    createFrames(4_000, channels).map((frame) => Buffer.from(frame)),
  ]),
)
const highWaterBytes = 1 << 20

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
server.on('listening', () => process.send({ port: server.address().port }))
const streams = new WeakMap()
server.on('connection', (socket, request) => {
  streams.set(socket, request.socket)
  socket.on('error', () => undefined)
  socket.send(
    '{"event":"pusher:connection_established","data":"{\\"socket_id\\":\\"1.1\\",\\"activity_timeout\\":120}"}',
  )
  socket.on('message', (text) => {
    const { event, data } = JSON.parse(text)
    if (event === 'pusher:subscribe') {
      socket.send(
        `{"event":"pusher_internal:subscription_succeeded","channel":"${data.channel}","data":"{}"}`,
      )
    }
  })
})

/** Sends so many frames of a pool to the one client, then one that says it is over. */
function burst(pool, count) {
  // The last that came: the one before may still be closing.
  const socket = [...server.clients].at(-1)
  let sent = 0
  // Written in large pieces: a client that is faster than the server would otherwise pay for more reads.
  const stream = streams.get(socket)
  const more = () => {
    stream.cork()
    while (sent < count && socket.bufferedAmount < highWaterBytes) {
      socket.send(pool[sent % pool.length], { binary: false })
      sent += 1
    }
    stream.uncork()
    if (sent < count) setImmediate(more)
    else socket.send('{"event":"over","channel":"bench-control","data":"1"}')
  }
  more()
}

process.on('message', ({ scenario, count }) => burst(pools[scenario], count))
process.on('disconnect', () => process.exit())
