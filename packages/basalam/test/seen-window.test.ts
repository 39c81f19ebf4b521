import { describe, expect, test } from 'vitest'
import { sleep } from '../src/chat/doorbell.js'
import { SeenWindow } from '../src/chat/seen-window.js'
import { decodeMessage } from '../src/services/chat/decode-message.js'
import type { Message } from '../src/services/chat.js'
import { HeldClock } from './support/held-clock.js'

function message(id: number, text = String(id), more: object = {}): Message {
  return decodeMessage({ id, chat_id: 1, message_type: 'text', content: { text }, ...more })
}

const page = (...ids: readonly number[]): readonly Message[] => ids.map((id) => message(id))
const idsOf = (messages: readonly Message[]): readonly number[] => messages.map(({ id }) => id)

describe('what was told, held against a new page:', () => {
  const window = new SeenWindow(page(10, 11, 12))

  test('nothing changed', () => {
    expect(window.compare(page(10, 11, 12), 12, true)).toEqual({ edited: [], deleted: [], late: [] })
  })

  test('what is missing below a page that goes on is not known to be gone', () => {
    expect(window.compare(page(11, 12), 12, false).deleted).toEqual([])
    expect(idsOf(window.compare(page(11, 12), 12, true).deleted)).toEqual([10])
    expect(idsOf(window.compare(page(10, 12), 12, false).deleted)).toEqual([11])
    expect(idsOf(window.compare([], 12, true).deleted)).toEqual([10, 11, 12])
  })

  test('older messages that come into sight, since newer ones are gone, are not late', () => {
    expect(window.compare(page(8, 9, 10, 11), 12, false)).toMatchObject({ late: [], deleted: [{ id: 12 }] })
  })

  test('newer ones are none of its business, and those in between are late', () => {
    const gappy = new SeenWindow(page(10, 12))
    expect(idsOf(gappy.compare(page(10, 11, 12, 13), 12, false).late)).toEqual([11])
  })

  test('in a chat that was there as a whole, whatever was not is late, however old its id', () => {
    const whole = new SeenWindow(page(10, 12), true)
    expect(idsOf(whole.compare(page(8, 10, 12), 12, true).late)).toEqual([8])
    expect(idsOf(new SeenWindow([], true).compare(page(8, 9), 8, true).late)).toEqual([8])
  })

  test('another text is an edit, another time is none', () => {
    const seen = message(11, '11', { seen_at: 'now', updated_at: 'now' })
    const [edit] = window.compare([seen, message(12, 'other')], 12, false).edited
    expect(edit).toMatchObject({
      message: { content: { text: 'other' } },
      previous: { content: { text: '12' } },
    })
    expect(window.compare([seen], 12, false).edited).toEqual([])
  })
})

test('a wait leaves neither a timer nor a listener behind, however it ends', async () => {
  const clock = new HeldClock()
  const stop = new AbortController()
  const { signal } = stop
  let listeners = 0
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listeners += 1
    add(...given)
  }
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listeners -= 1
    remove(...given)
  }
  const byTime = sleep(clock, 5, signal)
  await clock.step()
  await byTime
  await sleep(clock, 5, signal, (wake) => wake())
  const byAbort = sleep(clock, 5, signal)
  stop.abort()
  await byAbort
  await sleep(clock, 5, signal)
  expect([listeners, clock.nextInMs]).toEqual([0, undefined])
})
