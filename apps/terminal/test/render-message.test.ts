import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecentMessages } from '../src/render/recent-messages.ts'
import { author, fromWire, message, nowMs, otherRoom, room } from './support/events.ts'
import { makeStyle, show } from './support/style.ts'

const deletion = { type: 'delete', target: { room, id: 'm1' }, inferred: false } as const

describe('a message', () => {
  test('is one line: when, who, what', () => {
    expect(show({ type: 'message', message: message('hello') })).toEqual(['12:29:24 Ann_X: hello'])
  })

  test('names its room where there are several', () => {
    const style = makeStyle(0, { roomLabel: (ref) => `#${ref?.room ?? ''} ` })
    const event = {
      type: 'message',
      message: message('hello', { ref: { room: otherRoom, id: 'x' } }),
    } as const
    expect(show(event, style)).toEqual(['12:29:24 #1002 Ann_X: hello'])
  })

  test('shows badges as glyphs in their order, and the months of a subscriber', () => {
    const badges = [
      { type: 'moderator', text: 'Moderator' },
      { type: 'subscriber', text: 'Subscriber', count: 26 },
      { type: 'something_new', text: 'New' },
      { type: 'constructor', text: 'no badge' },
    ]
    const said = message('hi', { author: author('Ann', { badges }) })
    expect(show({ type: 'message', message: said })).toEqual(['12:29:24 ▲★26 Ann: hi'])
  })

  test('shows emotes by name and keeps those apart that touch', () => {
    const event = fromWire('ChatMessageEvent', {
      id: 'a',
      chatroom_id: 1001,
      content: 'gg [emote:1:KEKW][emote:2:EZ]!',
      type: 'message',
      created_at: '2026-09-10T12:29:24+00:00',
      sender: { id: 1, username: 'ann', slug: 'ann', identity: { color: '#ffffff', badges: [] } },
    })
    expect(show(event)[0]).toMatch(/ann: gg KEKW EZ!$/)
    expect(show(event, makeStyle(1))[0]).toContain('\u001b[36m\u001b[3mKEKW')
  })

  test('shows where a link leads, not what it calls itself', () => {
    const parts = [{ type: 'link', url: 'https://evil.example', text: 'https://kick.com' }] as const
    expect(show({ type: 'message', message: message(parts) })).toEqual([
      '12:29:24 Ann_X: https://evil.example',
    ])
  })

  test('shows a part it does not know by its fallback', () => {
    const parts = [{ type: 'unknown', platformType: 'x', fallback: 'celebrates: 2 months' }] as const
    expect(show({ type: 'message', message: message(parts) })).toEqual([
      '12:29:24 Ann_X: celebrates: 2 months',
    ])
  })

  test('stands under a quote of what it answers', () => {
    const replyTo = { ref: { room, id: 'm0' }, author: { name: 'bob' }, text: 'hello there' }
    expect(show({ type: 'message', message: message('hi', { replyTo }) })).toEqual([
      '         ┌ bob: hello there',
      '12:29:24 Ann_X: hi',
    ])
  })

  test('quotes only the beginning of a long text, and nobody where nobody is named', () => {
    const [quote] = show({
      type: 'message',
      message: message('hi', { replyTo: { ref: { room, id: 'm0' }, text: 'word '.repeat(100) } }),
    })
    expect(quote).toMatch(/^ {9}┌ word .*…$/)
    expect(quote?.length).toBeLessThan(80)
  })

  test('of any length is a line of some length', () => {
    const emotes = Array.from({ length: 50_000 }, () => ({
      type: 'emote' as const,
      id: '1',
      name: 'KEKW',
      provider: 'kick',
    }))
    const badges = Array.from({ length: 50_000 }, () => ({ type: 'moderator', text: 'Moderator' }))
    for (const said of [message('W '.repeat(500_000)), message(emotes)]) {
      const [line = ''] = show({ type: 'message', message: said })
      expect(line).toMatch(/…$/)
      expect(line.length).toBeLessThan(6100)
    }
    const said = message('hi', { author: author('Ann', { badges }) })
    expect(show({ type: 'message', message: said })[0]?.length).toBeLessThan(100)
  })

  test('in Persian keeps its order and that of the line', () => {
    const said = message('سلام به همه', { author: author('سارا') })
    expect(show({ type: 'message', message: said })).toEqual([
      '12:29:24 \u2068سارا\u2069: \u2068سلام به همه\u2069',
    ])
  })

  test('of somebody without a name is somebody’s', () => {
    for (const nameless of [
      author(''),
      author('\u202e'),
      author('\u200d\u3164'),
      author('x', { anonymous: true }),
    ]) {
      expect(show({ type: 'message', message: message('hi', { author: nameless }) })).toEqual([
        '12:29:24 somebody: hi',
      ])
    }
  })
})

describe('a deletion', () => {
  test('prints the message once more, struck through', () => {
    const style = makeStyle(1)
    show({ type: 'message', message: message('bad words') }, style)
    const [line] = show(deletion, style)
    expect(line).toContain('\u001b[9m')
    expect(line).toContain('bad words')
  })

  test('says who removed it', () => {
    const style = makeStyle()
    show({ type: 'message', message: message('bad words') }, style)
    expect(show(deletion, style)).toEqual(['12:29:29 ✗ deleted Ann_X: bad words'])
    expect(show({ ...deletion, automatic: true }, style)).toEqual([
      '12:29:29 ✗ deleted by automatic moderation Ann_X: bad words',
    ])
    expect(show({ ...deletion, by: author('mod') }, style)).toEqual([
      '12:29:29 ✗ deleted by mod Ann_X: bad words',
    ])
  })

  test('of a message that was never seen says so', () => {
    expect(show(deletion)).toEqual(['12:29:29 ✗ deleted a message from before this view'])
    const style = makeStyle()
    show({ type: 'message', message: message('hi', { ref: { room: otherRoom, id: 'm1' } }) }, style)
    expect(show(deletion, style)).toEqual(['12:29:29 ✗ deleted a message from before this view'])
  })
})

test('an edit shows the words before and after', () => {
  const event = { type: 'edit', message: message('after'), previous: message('before') } as const
  expect(show(event)).toEqual(['12:29:29 edited before Ann_X: after'])
  expect(show({ type: 'edit', message: message('after', { editedAt: nowMs + 1000 }) })).toEqual([
    '12:29:30 edited Ann_X: after',
  ])
})

describe('a pin', () => {
  test('shows the message and who pinned it', () => {
    const event = { type: 'pin', room, target: { room, id: 'm1' }, by: author('mod') } as const
    expect(show({ ...event, message: message('read this') })).toEqual([
      '12:29:29 ▪ pinned by mod: Ann_X: read this',
    ])
    const style = makeStyle()
    show({ type: 'message', message: message('read this') }, style)
    expect(show(event, style)).toEqual(['12:29:29 ▪ pinned by mod: Ann_X: read this'])
    expect(show(event)).toEqual(['12:29:29 ▪ pinned by mod: a message from before this view'])
  })

  test('that is taken off says so', () => {
    expect(show({ type: 'pin', room, target: null })).toEqual(['12:29:29 ▪ the pin was taken off'])
  })
})

describe('the memory of messages', () => {
  test('keeps no more of a text than is ever shown', () => {
    const recent = new RecentMessages()
    recent.add(message('W'.repeat(100_000), { author: author('N'.repeat(100_000)) }))
    const kept = recent.find({ room, id: 'm1' })
    expect(kept?.text.length).toBe(2001)
    expect(kept?.name.length).toBe(2001)
  })

  test('forgets the oldest first', () => {
    const recent = new RecentMessages(2)
    for (const id of ['a', 'b', 'c']) recent.add(message(id, { ref: { room, id } }))
    expect(recent.find({ room, id: 'a' })).toBeUndefined()
    expect(recent.find({ room, id: 'b' })?.text).toBe('b')
    expect(recent.find({ room, id: 'c' })?.text).toBe('c')
  })

  test('never holds more than it may', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.integer({ min: 1, max: 10 }), (ids, limit) => {
        const recent = new RecentMessages(limit)
        for (const id of ids) recent.add(message('x', { ref: { room, id: `${id}` } }))
        const found = [...new Set(ids)].filter((id) => recent.find({ room, id: `${id}` }) !== undefined)
        expect(found.length).toBe(Math.min(limit, new Set(ids).size))
      }),
    )
  })
})
