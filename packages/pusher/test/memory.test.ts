import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { Pusher } from '../src/index.js'
import { startServer, type ScriptedServer } from './support/scripted-server.js'

/** Uses a client, and lets go of it and of a listener that it holds. */
async function forget(server: ScriptedServer, signal: AbortSignal): Promise<readonly WeakRef<object>[]> {
  const pusher = new Pusher({ ...server.options, signal })
  const room = pusher.subscribe('room', { signal })
  room.on('message', () => undefined, { signal })
  void room.events('message', { signal })
  const listener = (): void => undefined
  pusher.on('error', listener)
  pusher.connect()
  const peer = await server.accepted()
  peer.handshake()
  await pusher.connected({ signal })
  pusher.unsubscribe('room')
  pusher.disconnect()
  await peer.closed
  return [new WeakRef(pusher), new WeakRef(listener)]
}

test('[119] nothing keeps a client alive that was disconnected, its signal neither', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const longLived = new AbortController()
  const references = await forget(await startServer(), longLived.signal)
  await expect
    .poll(() => {
      gc()
      return references.filter((reference) => reference.deref() !== undefined).length
    })
    .toBe(0)
  expect(longLived.signal.aborted).toBe(false)
})
