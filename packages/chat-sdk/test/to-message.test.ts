import type { Message, Part } from '@wireloom/chat-core'
import { stringifyMarkdown } from 'chat'
import { describe, expect, test } from 'vitest'
import { toMessage } from '../src/to-message.js'

const room = { platform: 'basalam', account: '7', room: '55', kind: 'direct' } as const
const recipient = { account: '7', userName: 'shopbot', threadId: () => 'basalam:direct:55' }

function messageOf(over: Partial<Message> = {}, author: Partial<Message['author']> = {}): Message {
  return {
    ref: { room, id: '9' },
    author: { id: '3', name: 'Ann', roles: new Set(), badges: [], self: false, anonymous: false, ...author },
    parts: [{ type: 'text', text: 'hello' }],
    text: 'hello',
    sentAt: 1_000,
    raw: { from: 'the platform' },
    ...over,
  }
}

describe('a message for the SDK', () => {
  test('has the words, the author, the time, and the whole of ours as raw', () => {
    const message = messageOf({ editedAt: 2_000 })
    expect(toMessage(message, recipient)).toMatchObject({
      id: '9',
      threadId: 'basalam:direct:55',
      text: 'hello',
      author: { userId: '3', userName: 'Ann', isMe: false, isBot: 'unknown' },
      metadata: { dateSent: new Date(1_000), edited: true, editedAt: new Date(2_000) },
      raw: message,
    })
  })

  test('does not take an asterisk for markup', () => {
    const parts: Part[] = [
      { type: 'text', text: 'so *this* is ' },
      { type: 'link', url: 'https://tea.example/' },
      { type: 'emote', id: '1', name: 'KEKW', provider: 'kick' },
    ]
    const { formatted, links } = toMessage(messageOf({ parts }), recipient)
    expect(stringifyMarkdown(formatted)).toContain('so \\*this\\* is')
    expect(links).toEqual([{ url: 'https://tea.example/' }])
  })

  test.each<[string, Part, object]>([
    [
      'image',
      { type: 'image', media: { url: 'https://a/b.png', widthPx: 4, heightPx: 3 } },
      { type: 'image', width: 4, height: 3 },
    ],
    ['sticker', { type: 'sticker', media: { url: 'https://a/s.webp' } }, { type: 'image' }],
    [
      'voice',
      { type: 'voice', media: { url: 'https://a/v.ogg', mimeType: 'audio/ogg' } },
      { type: 'audio', mimeType: 'audio/ogg' },
    ],
    [
      'video',
      { type: 'video', media: { url: 'https://a/v.mp4', sizeBytes: 10 } },
      { type: 'video', size: 10 },
    ],
    ['file', { type: 'file', media: { id: '5', name: 'bill.pdf' } }, { type: 'file', name: 'bill.pdf' }],
  ])('has a file of the kind it is: %s', (_kind, part, expected) => {
    expect(toMessage(messageOf({ parts: [part] }), recipient).attachments).toMatchObject([expected])
  })

  test('has every picture of a gallery, and a product as a link', () => {
    const parts: Part[] = [
      { type: 'gallery', media: [{ url: 'https://a/1' }, { url: 'https://a/2' }] },
      {
        type: 'card',
        card: 'product',
        entityId: '4',
        title: 'Tea',
        url: 'https://a/tea',
        image: 'https://a/t.png',
      },
    ]
    const { attachments, links } = toMessage(messageOf({ parts }), recipient)
    expect(attachments.map(({ url }) => url)).toEqual(['https://a/1', 'https://a/2'])
    expect(links).toEqual([{ url: 'https://a/tea', title: 'Tea', imageUrl: 'https://a/t.png' }])
  })

  test.each<[string, Partial<Message>, boolean | undefined]>([
    ['by id', { parts: [{ type: 'mention', userId: '7', name: 'other' }] }, true],
    ['by name', { parts: [{ type: 'mention', name: 'ShopBot' }] }, true],
    ['by answering us', { replyTo: { ref: { room, id: '1' }, author: { id: '7' } } }, true],
    ['not at all, as far as the parts tell', {}, undefined],
  ])('mentions us %s', (_how, over, isMention) => {
    expect(toMessage(messageOf(over), recipient).isMention).toBe(isMention)
  })

  test('tells who nobody is, and what the platform itself says', () => {
    expect(toMessage(messageOf({}, { id: null, anonymous: true }), recipient).author.userId).toBe('anonymous')
    const system = toMessage(messageOf({}, { id: null, roles: new Set(['staff']) }), recipient)
    expect(system.author.isSystem).toBe(true)
  })

  test('is made of one that was kept as JSON too', () => {
    const kept = JSON.parse(JSON.stringify(messageOf({}, { roles: new Set(['bot']) }))) as Message
    expect(toMessage(kept, recipient)).toMatchObject({
      text: 'hello',
      author: { userId: '3', isBot: 'unknown' },
    })
  })

  test('has the message it answers, as far as that is known', () => {
    const replyTo = { ref: { room, id: '1' }, author: { id: '4', name: 'Bob' }, text: 'which tea?' }
    expect(toMessage(messageOf({ replyTo }), recipient).replyTo).toMatchObject({
      id: '1',
      text: 'which tea?',
      author: { userId: '4', userName: 'Bob' },
    })
  })
})
