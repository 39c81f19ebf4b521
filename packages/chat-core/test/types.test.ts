import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  isChatError,
  messageKey,
  renderText,
  roles,
  roomKey,
  type ActivityEvent,
  type Author,
  type ChatError,
  type ChatEvent,
  type ChatEventOf,
  type ChatEventType,
  type GapEvent,
  type Message,
  type MessageRef,
  type Part,
  type Role,
  type RoomRef,
} from '../src/index.js'

interface Wire {
  content: string
}

function read(event: ChatEvent<Wire>): string {
  switch (event.type) {
    case 'message':
    case 'edit':
      expectTypeOf(event.message).toEqualTypeOf<Message<Wire>>()
      return event.message.raw.content
    case 'delete':
      expectTypeOf(event.target).toEqualTypeOf<MessageRef>()
      return event.target.id
    case 'gap':
      expectTypeOf(event.complete).toEqualTypeOf<boolean | 'unknown'>()
      return event.cause
    case 'status':
      expectTypeOf(event.error).toEqualTypeOf<ChatError | undefined>()
      return event.state
    case 'pin':
      expectTypeOf(event.target).toEqualTypeOf<MessageRef | null>()
      return event.type
    case 'restrict':
      expectTypeOf(event.action).toEqualTypeOf<'ban' | 'timeout' | 'release'>()
      return event.action
    case 'activity':
    case 'other':
      expectTypeOf(event.raw).toEqualTypeOf<Wire>()
      return event.type
    case 'clear':
    case 'room':
    case 'seen':
      expectTypeOf(event.room).toEqualTypeOf<RoomRef>()
      return event.type
    default:
      expectTypeOf(event).toEqualTypeOf<never>()
      return ''
  }
}

describe('ChatEvent', () => {
  test('narrows by its type', () => {
    const room: RoomRef = { platform: 'kick', account: 'anonymous', room: '1', kind: 'live' }
    expect(read({ type: 'gap', room, cause: 'overflow', recovered: 0, complete: false })).toBe('overflow')
  })

  test('gives the one member of a type', () => {
    expectTypeOf<ChatEventOf<'gap'>>().toEqualTypeOf<GapEvent>()
    expectTypeOf<ChatEventOf<'activity', Wire>>().toEqualTypeOf<ActivityEvent<Wire>>()
    expectTypeOf<ChatEventOf<ChatEventType>>().toEqualTypeOf<ChatEvent>()
  })

  test('of some raw form can be handed to whoever does not care which', () => {
    expectTypeOf<ChatEvent<Wire>>().toExtend<ChatEvent>()
    expectTypeOf<ChatEvent>().not.toExtend<ChatEvent<Wire>>()
  })
})

describe('Part', () => {
  test('cannot be given a property of another part', () => {
    // @ts-expect-error a text has no address
    const part: Part = { type: 'text', text: '', url: '' }
    expect(renderText([part])).toBe('')
  })

  test('media parts share one shape', () => {
    expectTypeOf<Extract<Part, { type: 'image' }>>().toEqualTypeOf<Extract<Part, { type: 'voice' }>>()
  })
})

describe('Author', () => {
  test('may have no id, since platforms hide some', () => {
    expectTypeOf<Author['id']>().toEqualTypeOf<string | null>()
  })

  test('has roles that cannot be changed from outside', () => {
    expectTypeOf<Author['roles']>().toEqualTypeOf<ReadonlySet<Role>>()
    expectTypeOf<Author['roles']>().not.toHaveProperty('add')
  })
})

test('the list of roles and the type of roles agree', () => {
  expectTypeOf<(typeof roles)[number]>().toEqualTypeOf<Role>()
  expect(new Set(roles).size).toBe(roles.length)
})

test('keys are made from references and nothing else', () => {
  expectTypeOf(roomKey).parameters.toEqualTypeOf<[RoomRef]>()
  expectTypeOf(messageKey).parameters.toEqualTypeOf<[MessageRef]>()
})

test('the guard narrows an unknown', () => {
  expectTypeOf(isChatError).guards.toEqualTypeOf<ChatError>()
})
