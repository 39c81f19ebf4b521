import type { Options, UserAuthenticationCallback } from '../../../src/compat.js'
import type { Scene } from './scene.js'
import type { Scripts } from './script.js'

const userData = '{"id":"ann","user_info":{"name":"Ann"},"watchlist":["bob"]}'

function vouching(scene: Scene, error: Error | null = null): Partial<Options> {
  return {
    userAuthentication: {
      customHandler: (params: object, answer: UserAuthenticationCallback) => {
        scene.note('asked for', params)
        if (error === null) answer(null, { auth: 'k:s', user_data: userData })
        else answer(error, null)
      },
    },
  }
}

function success(scene: Scene, data: string = userData): void {
  scene.peer.send({ event: 'pusher:signin_success', data: JSON.stringify({ user_data: data }) })
}

export const userScripts: Scripts = {
  'signing in before connecting': async (scene) => {
    const pusher = scene.create(vouching(scene))
    pusher.signin()
    pusher.signin()
    scene.subscribe(pusher, 'room')
    let isDone = false
    void pusher.user.signinDonePromise?.then(() => (isDone = true))
    await scene.until(() => pusher.connection.state === 'connected')
    await scene.settle()
    scene.note('done', isDone, 'user', pusher.user.user_data)
    success(scene)
    await scene.settle()
    scene.note('done', isDone, 'user', pusher.user.user_data)
    scene.note('channel', pusher.user.serverToUserChannel?.name, Object.keys(pusher.channels.channels))
    scene.peer.acknowledge('#server-to-user-ann')
    pusher.user.bind('note', (...values: unknown[]) => scene.note('user handler', ...values))
    scene.peer.send({ event: 'note', channel: '#server-to-user-ann', data: '{"text":"hi"}' })
    const events = [
      { name: 'online', user_ids: ['bob'] },
      { name: 'offline', user_ids: ['bob'] },
    ]
    scene.peer.send({ event: 'pusher_internal:watchlist_events', data: JSON.stringify({ events }) })
    await scene.settle()
    pusher.disconnect()
    await scene.ended()
    scene.note('user', pusher.user.user_data, pusher.user.serverToUserChannel)
    pusher.connect()
    await scene.until(() => pusher.connection.state === 'connected')
    await scene.settle()
    success(scene)
    await scene.settle()
    scene.note('user', pusher.user.user_data)
  },
  'signing in while connected': async (scene) => {
    const pusher = await scene.connect(vouching(scene))
    pusher.signin()
    await scene.settle()
    success(scene)
    await scene.settle()
    scene.note('user', pusher.user.user_data)
  },
  'the application does not vouch': async (scene) => {
    const pusher = await scene.connect(vouching(scene, new Error('no')))
    pusher.user.bind('pusher:signin_error', (...values: unknown[]) => scene.note('handler', ...values))
    let isDone = false
    pusher.signin()
    void pusher.user.signinDonePromise?.then(() => (isDone = true))
    await scene.settle()
    scene.note('done', isDone, 'user', pusher.user.user_data)
    pusher.signin()
    await scene.settle()
  },
  'a sign-in without an id': async (scene) => {
    const pusher = await scene.connect(vouching(scene))
    pusher.signin()
    await scene.settle()
    success(scene, '{"id":""}')
    await scene.settle()
    scene.note('user', pusher.user.user_data, pusher.user.serverToUserChannel)
  },
  'presence as the signed-in user': async (scene) => {
    const pusher = await scene.connect({
      ...vouching(scene),
      channelAuthorization: { customHandler: (_params, answer) => answer(null, { auth: 'k:s' }) },
    })
    pusher.signin()
    scene.subscribe(pusher, 'presence-room')
    await scene.settle()
    success(scene)
    await scene.settle()
    const data = JSON.stringify({ presence: { count: 1, ids: ['ann'], hash: { ann: {} } } })
    scene.peer.send({ event: 'pusher_internal:subscription_succeeded', channel: 'presence-room', data })
    await scene.settle()
  },
}
