import { readFileSync } from 'node:fs'
import type { ChatEventOf, GapEvent, MessageEvent } from '@wireloom/chat-core'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { knownEventNames } from '../src/event/decode-event.js'
import * as kickChat from '../src/index.js'
import type { KickChat, KickChatError, KickEvent, KickMessageEvent, KickRoom } from '../src/index.js'
import { socketEvents } from './fixtures/socket-events.js'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

describe('the package', () => {
  test('offers these values and no others', () => {
    expect(Object.keys(kickChat).toSorted()).toEqual([
      'ChatroomBook',
      'KickChat',
      'KickChatApi',
      'KickError',
      'bookLookup',
      'cacheLookup',
      'chainLookups',
      'decodeEvent',
      'fromWebhook',
      'isKickError',
      'kickAdapter',
      'negotiatedSocket',
      'parseContent',
      'pusherSocket',
      'renderContent',
      'siteHistory',
      'siteLookup',
      'toChannelId',
      'toChatEvent',
      'toChatroomId',
      'toUserId',
    ])
  })

  test('says in its first paragraph that it is unofficial', () => {
    expect(read('../README.md').split('\n\n')[1]).toContain('Unofficial')
  })
})

describe('the table of events', () => {
  const rows = read('../docs/events.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const row = (name: string): readonly string[] => rows.find(([, first]) => first === `\`${name}\``) ?? []

  test.each(knownEventNames)('has %s, as the fixtures have it', (name) => {
    const [, , , kick, chat, fixtures] = row(name)
    for (const [title, fixture] of Object.entries(socketEvents)) {
      if (fixture.event.replace('App\\Events\\', '') !== name) continue
      expect(kick).toBe(`\`${fixture.kick.type}\``)
      expect(chat).toContain(fixture.chat?.type ?? 'none')
      expect(fixtures).toContain(title)
    }
  })
})

describe('types', () => {
  test('of handlers follow from the event’s name', () => {
    const bind = (chat: KickChat): void => {
      chat.on('message', (event, room) => {
        expectTypeOf(event).toEqualTypeOf<MessageEvent<KickEvent>>()
        expectTypeOf(room).toEqualTypeOf<KickRoom>()
        if (event.message.raw.type === 'message')
          expectTypeOf(event.message.raw).toEqualTypeOf<KickMessageEvent>()
      })
      chat.on('gap', (event) => expectTypeOf(event).toEqualTypeOf<GapEvent>())
      chat.on('error', (error, room) => {
        expectTypeOf(error).toEqualTypeOf<KickChatError>()
        expectTypeOf(room).toEqualTypeOf<KickRoom | undefined>()
      })
      // @ts-expect-error there is no event of that name
      chat.on('mesage', () => undefined)
    }
    expect(bind).toBeTypeOf('function')
  })

  test('of joining refuse a plain number, which might be any id', () => {
    const join = (chat: KickChat): void => {
      // @ts-expect-error it is not said which of the three ids this is
      void chat.join(1001)
      // @ts-expect-error a user's id is no chatroom's
      void chat.join(kickChat.toUserId(1001))
      void chat.join(kickChat.toChatroomId(1001))
      void chat.join('somebody')
    }
    expect(join).toBeTypeOf('function')
  })

  test('of raw are told apart by their type', () => {
    expectTypeOf<ChatEventOf<'delete', KickEvent>['raw']>().toEqualTypeOf<KickEvent | undefined>()
    expectTypeOf<Extract<KickEvent, { type: 'message' }>>().toEqualTypeOf<KickMessageEvent>()
  })
})
