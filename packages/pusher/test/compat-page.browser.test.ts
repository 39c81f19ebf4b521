import Echo from 'laravel-echo'
import { expect, inject, onTestFinished, test } from 'vitest'
import Pusher, { type PresenceChannel } from '../src/compat.js'
import { nativeSocket, type SocketFactory } from '../src/index.js'
import { loadPlainly } from './support/load-plainly.js'

declare module 'vitest' {
  interface ProvidedContext {
    sandboxPort: number
    sandboxKey: string
    sandboxChatroomId: string
  }
}

const port = inject('sandboxPort')
const options = {
  cluster: '',
  wsHost: '127.0.0.1',
  wsPort: port,
  forceTLS: false,
  authEndpoint: `http://127.0.0.1:${port}/pusher/auth`,
}
const chatChannel = `chatrooms.${inject('sandboxChatroomId')}.v2`
const chatEvent = 'App\\Events\\ChatMessageEvent'

function connect(more: object = {}): Pusher {
  const pusher = new Pusher(inject('sandboxKey'), { ...options, ...more })
  onTestFinished(() => pusher.disconnect())
  return pusher
}

const next = <Value>(bind: (resolve: (value: Value) => void) => unknown): Promise<Value> =>
  new Promise((resolve) => void bind(resolve))

test('a page connects, and hears a public channel', async () => {
  const room = connect().subscribe(chatChannel)
  expect(await next((resolve) => room.bind(chatEvent, resolve))).toMatchObject({
    content: expect.any(String) as string,
  })
})

test('a page is let into a private channel over its own fetch, and speaks there', async () => {
  const [ann, bob] = [connect(), connect()].map((pusher) => pusher.subscribe('private-page'))
  if (ann === undefined || bob === undefined) throw new Error('there are two of them')
  await Promise.all(
    [ann, bob].map((room) =>
      next((resolve) => room.bind('pusher:subscription_succeeded', () => resolve(true))),
    ),
  )
  const heard = next((resolve) => bob.bind('client-typing', resolve))
  expect(ann.trigger('client-typing', { name: 'Ann' })).toBe(true)
  expect(await heard).toEqual({ name: 'Ann' })
})

test('a page sees who is on a presence channel', async () => {
  const ann = connect({ auth: { params: { user_id: 'ann', user_info: '{"name":"Ann"}' } } })
  const room = ann.subscribe('presence-page') as PresenceChannel
  await next((resolve) => room.bind('pusher:subscription_succeeded', resolve))
  expect(room.members.me).toEqual({ id: 'ann', info: { name: 'Ann' } })
  const added = next((resolve) => room.bind('pusher:member_added', resolve))
  connect({ auth: { params: { user_id: 'bob' } } }).subscribe('presence-page')
  expect(await added).toMatchObject({ id: 'bob' })
})

test('[118] Laravel Echo works in a page', async () => {
  const echo = new Echo({
    broadcaster: 'reverb',
    key: inject('sandboxKey'),
    ...options,
    Pusher: Pusher as never,
  })
  onTestFinished(() => echo.disconnect())
  const heard = next((resolve) => echo.channel(chatChannel).listen('ChatMessageEvent', resolve))
  await Promise.all([
    heard,
    next((resolve) => echo.private('page').subscribed(() => resolve(true))),
    next((resolve) => echo.join('page-of-echo').here(resolve)),
  ])
  expect(echo.connectionStatus()).toBe('connected')
})

test('[53] a page that comes online connects at once instead of waiting', async () => {
  let isOnline = false
  const pusher = connect({
    reconnect: { firstDelayMs: 1_000_000, maxDelayMs: 1_000_000 },
    random: () => 0.9,
    socket: ((url, handlers) =>
      nativeSocket(isOnline ? url : 'ws://127.0.0.1:1/', handlers)) as SocketFactory,
  })
  expect(await next((resolve) => pusher.connection.bind('connecting_in', resolve))).toBe(900)
  isOnline = true
  ;(globalThis as unknown as EventTarget).dispatchEvent(new Event('online'))
  await next((resolve) => pusher.connection.bind('connected', resolve))
})

test('[120] a worker connects, too', async () => {
  const { Worker } = globalThis as unknown as { Worker: new (url: string, options: object) => PageWorker }
  const program = `
    import Pusher from '${origin()}/packages/pusher/dist/compat.js'
    const pusher = new Pusher(${JSON.stringify(inject('sandboxKey'))}, ${JSON.stringify(options)})
    pusher.subscribe(${JSON.stringify(chatChannel)}).bind(${JSON.stringify(chatEvent)}, (data) => postMessage(data))`
  const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }))
  const worker = new Worker(url, { type: 'module' })
  onTestFinished(() => worker.terminate())
  const { data } = await next<{ data: object }>((resolve) => worker.addEventListener('message', resolve))
  expect(data).toMatchObject({ content: expect.any(String) as string })
})

test.each(['compat.js', 'compat/with-encryption.js'])(
  '%s as it is built loads in a plain page',
  async (file) => {
    expect(await loadPlainly(`/packages/pusher/dist/${file}`)).toContain('class')
  },
)

test('a script tag leaves the global Pusher', async () => {
  const { document } = globalThis as unknown as { document: PageDocument }
  const script = document.createElement('script')
  const loaded = next((resolve) => script.addEventListener('load', () => resolve(true)))
  script.src = '/packages/pusher/dist/pusher.global.js'
  document.head.append(script)
  await loaded
  const { Pusher: GlobalPusher } = globalThis as unknown as { Pusher: typeof Pusher }
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'Pusher'))
  const pusher = new GlobalPusher(inject('sandboxKey'), options)
  onTestFinished(() => pusher.disconnect())
  expect(await next((resolve) => pusher.subscribe(chatChannel).bind(chatEvent, resolve))).toBeTypeOf('object')
})

interface PageWorker {
  addEventListener(type: 'message', listener: (event: { data: object }) => void): void
  terminate(): void
}

function origin(): string {
  return (globalThis as unknown as { location: { origin: string } }).location.origin
}

/** The part of a page that is used here, so that no DOM types are needed. */
interface PageDocument {
  createElement(name: 'script'): { src: string; addEventListener(type: 'load', listener: () => void): void }
  readonly head: { append(element: object): void }
}
