import { expect, inject, test } from 'vitest'
import { nativeSocket, Pusher } from '../src/index.js'

declare module 'vitest' {
  interface ProvidedContext {
    sandboxPort: number
    sandboxKey: string
    sandboxChatroomId: string
  }
}

const options = {
  key: inject('sandboxKey'),
  host: '127.0.0.1',
  port: inject('sandboxPort'),
  tls: false,
}
const chatChannel = `chatrooms.${inject('sandboxChatroomId')}.v2`

/** The window, as far as a package without DOM types knows it. */
const page = globalThis as unknown as EventTarget

test('a page connects by its own WebSocket, subscribes and receives', async () => {
  using pusher = new Pusher(options)
  const room = pusher.subscribe(chatChannel)
  pusher.connect()
  expect(await pusher.connected()).toMatch(/^\d+\.\d+$/)
  await room.subscribed()
  for await (const { data } of room.events('App\\Events\\ChatMessageEvent')) {
    expect(data).toMatchObject({ content: expect.any(String) as string })
    break
  }
})

test('[53] a page that comes online connects at once instead of waiting', async () => {
  const reconnect = { firstDelayMs: 1_000_000, maxDelayMs: 1_000_000 }
  let isOnline = false
  using pusher = new Pusher({
    ...options,
    reconnect,
    random: () => 0.9,
    socket: (url, handlers) => nativeSocket(isOnline ? url : 'ws://127.0.0.1:1/', handlers),
  })
  const retry = new Promise((resolve) => pusher.on('retry', resolve))
  pusher.connect()
  expect(await retry).toEqual({ delayMs: 900_000, attempt: 1 })
  isOnline = true
  page.dispatchEvent(new Event('online'))
  expect(await pusher.connected()).toMatch(/^\d+\.\d+$/)
})

test('a failing listener nobody asks about is shown to the page as an uncaught error', async () => {
  using pusher = new Pusher(options)
  const shown = new Promise<unknown>((resolve) => {
    page.addEventListener(
      'error',
      (event) => {
        event.preventDefault()
        event.stopImmediatePropagation()
        resolve((event as Event & { error: unknown }).error)
      },
      { once: true, capture: true },
    )
  })
  const undo = pusher.on('status', () => {
    undo()
    throw new RangeError('broken listener')
  })
  pusher.connect()
  expect(await shown).toMatchObject({ code: 'handler_failed', cause: { message: 'broken listener' } })
})
