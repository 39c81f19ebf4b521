import { isChatError, renderText, type Outgoing, type Part } from '@wireloom/chat-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compose } from '../src/chat/adapter/compose.js'
import { readCursor, ToldChat } from '../src/chat/adapter/told-chat.js'
import { toTextParts } from '../src/chat/adapter/to-text-parts.js'
import { decodeMessage } from '../src/services/chat/decode-message.js'
import { decode } from './support/decode-chat.js'

const words = fc.string({ unit: 'binary', maxLength: 20 })
const place = fc.oneof(fc.integer({ min: -3, max: 25 }), fc.double(), fc.constantFrom(null, undefined))
const link = fc.record({ url: words, startIndex: place, endIndex: place, isBasalamLink: fc.boolean() })

const media = fc.record({ id: fc.constant('5'), url: fc.webUrl(), name: words })
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: words }),
  fc.record({ type: fc.constant('link' as const), url: fc.webUrl(), text: words }),
  fc.record({ type: fc.constantFrom('image' as const, 'voice' as const, 'file' as const), media }),
  fc.record({
    type: fc.constant('card' as const),
    card: fc.constantFrom('product', 'order', 'planet'),
    entityId: fc.constantFrom('12', 'x'),
  }),
  fc.record({ type: fc.constant('unknown' as const), platformType: words, fallback: words }),
)

describe('whatever comes in,', () => {
  test('a message becomes events', () => {
    const member = fc.anything({ withNullPrototype: true, maxDepth: 3 })
    const wire = fc.record({
      id: fc.oneof(fc.nat(), member),
      message_type: fc.oneof(
        fc.constantFrom('text', 'picture', 'location', 'order', 'product_voice'),
        member,
      ),
      content: fc.oneof(
        fc.record({
          text: member,
          files: fc.oneof(fc.array(member), member),
          links: fc.array(member),
          location: member,
        }),
        member,
      ),
      sender: member,
      replied_message: member,
      created_at: member,
      updated_at: member,
      seen_at: member,
    })
    fc.assert(
      fc.property(fc.oneof(wire, member), (given) => {
        const events = decode(given)
        expect(events.length).toBeGreaterThan(0)
        for (const event of events) {
          if (event.type !== 'message') continue
          expect(event.message.text).toBe(renderText(event.message.parts))
          expect(Number.isFinite(event.message.sentAt)).toBe(true)
        }
      }),
    )
  })

  test('links take nothing from a text, and add nothing to it', () => {
    fc.assert(
      fc.property(words, fc.array(link, { maxLength: 5 }), (text, links) => {
        expect(renderText(toTextParts({ text, files: [], links }))).toBe(text)
      }),
    )
  })

  test('a cursor is read as far as it can be', () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.stringMatching(/^\d{1,3};([\d=,a-z]{0,9});?\d*$/)), (text) => {
        expect(() => readCursor(text)).not.toThrow()
      }),
    )
  })

  test('parts are messages to be sent, or a refusal that says why', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const outgoing: Outgoing = { parts, text: renderText(parts), clientId: 'client' }
        try {
          expect(compose(outgoing).length).toBeGreaterThan(0)
        } catch (error) {
          expect(isChatError(error)).toBe(true)
        }
      }),
    )
  })
})

test('a cursor says where a chat stands: it is read as it was written', () => {
  const message = fc.record({ id: fc.integer({ min: 1, max: 99 }), text: words })
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 40 }),
      fc.option(fc.nat(), { nil: undefined }),
      (messages, seenId) => {
        const chat = new ToldChat([], 0)
        for (const { id, text } of messages) {
          chat.message(decodeMessage({ id, chat_id: 1, message_type: 'text', content: { text } }))
        }
        if (seenId !== undefined) chat.seen(seenId)
        const cursor = chat.toCursor(100)
        const read = readCursor(cursor)
        expect(read?.lastId).toBe(100)
        expect(read?.chat.toCursor(100)).toBe(cursor)
        expect(read?.chat.digests).toEqual(chat.digests)
        // The newest twenty, so that it stays short.
        expect(chat.digests.size).toBeLessThanOrEqual(20)
      },
    ),
  )
})
