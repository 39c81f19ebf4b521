import { expect, expectTypeOf, test } from 'vitest'
import {
  type Channel,
  type ConnectionStatus,
  type Frame,
  isPusherError,
  Pusher,
  PusherError,
} from '../src/index.js'

interface ChatEvents {
  message: { text: string }
  typing: { user: string }
}

const pusher = new Pusher({ key: 'k', cluster: 'eu' })

test('an event map types a channel end to end', () => {
  const room = pusher.subscribe<ChatEvents>('room')
  expectTypeOf(room).toEqualTypeOf<Channel<ChatEvents>>()
  room.on('message', (data, frame) => {
    expectTypeOf(data).toEqualTypeOf<{ text: string }>()
    expectTypeOf(frame).toEqualTypeOf<Frame<'message', { text: string }>>()
  })
  room.onAny((frame) => {
    if (frame.event === 'typing') expectTypeOf(frame.data).toEqualTypeOf<{ user: string }>()
  })
  // @ts-expect-error: no such event
  room.on('mesage', () => undefined)
})

test('a stream yields the frames of its event', () => {
  const room = pusher.subscribe<ChatEvents>('room')
  const one = room.events('message')
  const all = room.events()
  expectTypeOf<Awaited<ReturnType<typeof one.next>>['value']>().toEqualTypeOf<
    Frame<'message', { text: string }> | undefined
  >()
  expectTypeOf<Awaited<ReturnType<typeof all.next>>['value']>().toEqualTypeOf<
    | Frame<'message', { text: string }>
    | Frame<'typing', { user: string }>
    | Frame<'pusher:subscription_count', { readonly subscription_count: number }>
    | Frame<'pusher:cache_miss', undefined>
    | undefined
  >()
})

test('what the protocol delivers is typed beside the map, the info of members included', () => {
  const room = pusher.subscribe<ChatEvents>('room')
  room.on('pusher:subscription_count', (data) => {
    expectTypeOf(data.subscription_count).toEqualTypeOf<number>()
  })
  // @ts-expect-error: there is nobody to come on such a channel
  room.on('pusher:member_added', () => undefined)
  const joined = (): void => {
    const crowd = pusher.subscribe<ChatEvents, { name: string }>('presence-crowd')
    expectTypeOf(crowd.members.me?.info).toEqualTypeOf<{ name: string } | undefined>()
    crowd.on('message', ({ text }) => expectTypeOf(text).toEqualTypeOf<string>())
    crowd.on('pusher:member_added', ({ id, info }) => {
      expectTypeOf(id).toEqualTypeOf<string>()
      expectTypeOf(info).toEqualTypeOf<{ name: string }>()
    })
    // @ts-expect-error: no such event
    crowd.on('pusher:member_gone', () => undefined)
  }
  expectTypeOf(joined).toBeFunction()
})

test('without a map any name is allowed, and data is unknown', () => {
  pusher.subscribe('room').on('anything', (data) => {
    expectTypeOf(data).toEqualTypeOf<unknown>()
  })
})

test('the status narrows by its state', () => {
  const { status }: { status: ConnectionStatus } = pusher
  if (status.state === 'connected') expectTypeOf(status.socketId).toEqualTypeOf<string>()
  if (status.state === 'failed') expectTypeOf(status.error).toEqualTypeOf<PusherError>()
})

test('the guard knows an error of another copy of the package by its mark, and nothing else', () => {
  const error = new PusherError('refused', 'no', { cause: 'why', serverCode: 4001 })
  const copy: unknown = Object.defineProperty(new Error('no'), Symbol.for('wireloom.pusher.error'), {
    value: true,
  })
  expect(isPusherError(error)).toBe(true)
  expect(isPusherError(copy)).toBe(true)
  for (const other of [undefined, null, 'PusherError', new Error('no'), { name: 'PusherError' }]) {
    expect(isPusherError(other)).toBe(false)
  }
  expect(error).toMatchObject({ name: 'PusherError', cause: 'why', retryable: false, serverCode: 4001 })
})
