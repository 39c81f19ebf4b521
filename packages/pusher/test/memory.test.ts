import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { Pusher } from '../src/index.js'
import { startServer, type ScriptedServer } from './support/scripted-server.js'

/** Uses a client, and lets go of it. */
async function forget(server: ScriptedServer, signal: AbortSignal): Promise<WeakRef<Pusher>> {
  const pusher = new Pusher({ ...server.options, signal })
  const room = pusher.subscribe('room', { signal })
  room.on('message', () => undefined, { signal })
  void room.events('message', { signal })
  pusher.on('error', () => undefined)
  pusher.connect()
  const peer = await server.accepted()
  peer.handshake()
  await pusher.connected({ signal })
  pusher.unsubscribe('room')
  pusher.disconnect()
  await peer.closed
  return new WeakRef(pusher)
}

test('[119] nothing keeps a client alive that was disconnected', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const reference = await forget(await startServer(), AbortSignal.timeout(60_000))
  await expect
    .poll(() => {
      gc()
      return reference.deref() === undefined
    })
    .toBe(true)
})
