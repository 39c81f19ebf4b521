import type { Scene } from './scene.js'
import type { Scripts } from './script.js'

/** How a server may end a connection that is in use. */
const closeCodes = [
  1000, 1001, 1002, 1003, 1011, 4000, 4001, 4003, 4004, 4009, 4100, 4200, 4201, 4202, 4301, 4400,
]

/** How a server may end a connection before it has greeted. */
const earlyCodes = [1000, 1002, 1011, 4001, 4009, 4100, 4200, 4400]

async function afterTheEnd(scene: Scene): Promise<void> {
  await scene.ended()
  const connections = scene.connections
  await scene.pass(3_000)
  if (scene.connections > connections) await scene.settle()
}

function closing(code: number): (scene: Scene) => Promise<void> {
  return async (scene) => {
    await scene.connect()
    scene.peer.close(code, 'said so')
    await afterTheEnd(scene)
  }
}

function closingEarly(code: number): (scene: Scene) => Promise<void> {
  return async (scene) => {
    const { greet } = scene
    scene.greet = undefined
    scene.create()
    await scene.until(() => scene.connections === 1)
    scene.greet = greet
    scene.peer.close(code, 'said so')
    await afterTheEnd(scene)
  }
}

function firstFrame(frame: string | object): (scene: Scene) => Promise<void> {
  return async (scene) => {
    const { greet } = scene
    scene.greet = undefined
    scene.create()
    await scene.until(() => scene.connections === 1)
    scene.greet = greet
    scene.peer.send(frame)
    await afterTheEnd(scene)
  }
}

export const connectionScripts: Scripts = {
  'connect, disconnect, connect again': async (scene) => {
    const pusher = await scene.connect()
    scene.note('socket id', pusher.connection.socket_id)
    pusher.connect()
    await scene.settle()
    pusher.disconnect()
    await scene.ended()
    scene.note('socket id', pusher.connection.socket_id)
    pusher.disconnect()
    pusher.connect()
    await scene.until(() => pusher.connection.state === 'connected')
    scene.note('socket id', pusher.connection.socket_id)
  },
  ...Object.fromEntries(closeCodes.map((code) => [`close ${code}`, closing(code)])),
  ...Object.fromEntries(earlyCodes.map((code) => [`close ${code} before the handshake`, closingEarly(code)])),
  'disconnected within a second of close 4100': async (scene) => {
    const pusher = await scene.connect()
    scene.peer.close(4100, 'said so')
    await scene.ended()
    pusher.disconnect()
    await scene.pass(5_000)
    await scene.pass(10)
    scene.note('state', pusher.connection.state)
  },
  'a cut connection': async (scene) => {
    await scene.connect()
    scene.peer.cut()
    await afterTheEnd(scene)
  },
  'first frame: error 4001': firstFrame({ event: 'pusher:error', data: { code: 4001, message: 'no app' } }),
  'first frame: error 4200': firstFrame({ event: 'pusher:error', data: { code: 4200, message: 'again' } }),
  'first frame: error 4100': firstFrame({ event: 'pusher:error', data: { code: 4100, message: 'later' } }),
  'first frame: something else': firstFrame({ event: 'hello', data: {} }),
  'first frame: no JSON': firstFrame('<html>'),
  'handshake without activity_timeout': async (scene) => {
    scene.greet = undefined
    const pusher = scene.create()
    await scene.until(() => scene.connections === 1)
    scene.peer.send({ event: 'pusher:connection_established', data: { socket_id: '7.7' } })
    await scene.settle()
    scene.note('state', pusher.connection.state)
  },
  'no server at all': async (scene) => {
    const pusher = scene.create({ wsPort: 1 })
    await scene.until(() => true)
    await scene.pass(9_000)
    scene.note('state', pusher.connection.state)
    await scene.pass(2_000)
    scene.note('state', pusher.connection.state)
  },
  'unavailable, then connected': async (scene) => {
    const { greet } = scene
    scene.greet = undefined
    const pusher = scene.create()
    await scene.until(() => scene.connections === 1)
    await scene.pass(10_000)
    scene.note('state', pusher.connection.state)
    greet?.(scene.peer)
    await scene.settle()
  },
  'errors that the connection survives': async (scene) => {
    const pusher = await scene.connect()
    scene.peer.send({ event: 'pusher:error', data: { code: 4301, message: 'too fast' } })
    scene.peer.send({ event: 'pusher:error', data: '{"code":4302,"message":"as text"}' })
    scene.peer.send({ event: 'pusher:error', data: { code: null, message: 'no code' } })
    scene.peer.send({ event: 'pusher:error', data: { message: 'none' } })
    scene.peer.send('<html>')
    await scene.settle()
    scene.note('state', pusher.connection.state)
  },
  'a ping of the server, an event of its own': async (scene) => {
    await scene.connect()
    scene.peer.send({ event: 'pusher:ping', data: {} })
    scene.peer.send({ event: 'pusher:pong' })
    scene.peer.send({ event: 'pusher:unheard-of', data: '{"a":1}' })
    scene.peer.send({ event: 'pusher_internal:unheard-of', data: '{"a":1}' })
    scene.peer.send({ event: 'plain', data: '{"a":1}' })
    await scene.settle()
  },
  'silence is asked about': async (scene) => {
    const pusher = await scene.connect({ activityTimeout: 5_000, pongTimeout: 3_000 })
    await scene.pass(5_000)
    scene.peer.send({ event: 'pusher:pong', data: {} })
    await scene.settle()
    scene.note('state', pusher.connection.state)
  },
  'silence that is not broken': async (scene) => {
    const pusher = await scene.connect({ activityTimeout: 5_000, pongTimeout: 3_000 })
    await scene.pass(5_000)
    await scene.pass(3_000)
    await scene.pass(100)
    await scene.until(() => scene.connections === 2 && pusher.connection.state === 'connected')
    scene.note('socket id', pusher.connection.socket_id)
  },
  'connected and disconnected by handlers': async (scene) => {
    const pusher = scene.create()
    let rounds = 0
    pusher.connection.bind('connected', () => {
      rounds += 1
      scene.note('handler of connected')
      if (rounds === 1) pusher.disconnect()
    })
    pusher.connection.bind('disconnected', () => {
      scene.note('handler of disconnected')
      if (rounds === 1) pusher.connect()
    })
    await scene.until(() => rounds === 2)
    await scene.settle()
  },
  'only transports we lack': async (scene) => {
    const pusher = scene.create({ enabledTransports: ['xhr_polling'], disabledTransports: ['xhr_polling'] })
    scene.note('state', pusher.connection.state)
    pusher.connect()
    scene.note('state', pusher.connection.state)
    pusher.disconnect()
    scene.note('state', pusher.connection.state)
  },
  'switching the cluster': async (scene) => {
    const pusher = await scene.connect()
    await scene.subscribed(pusher, 'room')
    const before = scene.connections
    pusher.switchCluster({ appKey: 'other-key', cluster: 'eu' })
    await scene.until(() => scene.connections > before)
    await scene.settle()
    scene.note('path', scene.peer.url.split('?')[0])
    scene.note('keys', pusher.key, pusher.connection.key)
  },
  'what the constructor refuses': async (scene) => {
    const given: readonly (readonly unknown[])[] = [
      [],
      ['key'],
      ['key', null],
      ['key', {}],
      ['key', { cluster: null }],
      [undefined, { cluster: 'eu' }],
      [null, { cluster: 'eu' }],
      ['key', { cluster: 'eu', channelAuthorization: { transport: 'jsonp', endpoint: '/' } }],
    ]
    for (const parameters of given) {
      scene.attempt(`new with ${JSON.stringify(parameters)}`, () => scene.construct(...parameters))
    }
    await scene.settle()
  },
}
