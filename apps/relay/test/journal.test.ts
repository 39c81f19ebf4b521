import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { createHub, systemClock } from '@wireloom/chat-core'
import { createMemoryAdapter, MemoryPlatform } from '@wireloom/chat-core/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { formatCursor, parseCursor } from '../src/journal/cursor.ts'
import { Journal } from '../src/journal/journal.ts'
import { JournalFile } from '../src/journal/journal-file.ts'

function createPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wireloom-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'feed.sqlite')
}

function openFile(path: string, keep = 10): JournalFile {
  const file = new JournalFile(path, keep)
  onTestFinished(() => file.close())
  return file
}

const entry = (key: string | undefined, text: string) => ({ key, write: (at: number) => `${at} ${text}` })

describe('the file', () => {
  test('gives numbers in order, also after it was opened again, and keeps its id', () => {
    const path = createPath()
    const file = openFile(path)
    file.append([entry('a', 'one'), entry(undefined, 'two')])
    const { id } = file
    file.close()
    const again = openFile(path)
    again.append([entry('c', 'three')])
    expect(again.id).toBe(id)
    expect(again.read(1, 10)).toEqual([
      { position: 2, text: '2 two' },
      { position: 3, text: '3 three' },
    ])
  })

  test('passes over what it has under the same key, and gives no number for it', () => {
    const file = openFile(createPath())
    file.append([entry('a', 'one'), entry('a', 'again'), entry('b', 'two')])
    file.append([entry('a', 'once more'), entry(undefined, 'x'), entry(undefined, 'x')])
    expect(file.read(0, 10).map(({ text }) => text)).toEqual(['1 one', '2 two', '3 x', '4 x'])
    expect(file.end).toBe(4)
  })

  test('keeps nothing of what could not be written as a whole', () => {
    const file = openFile(createPath())
    const broken = {
      key: 'b',
      write: (): string => {
        throw new RangeError('broken')
      },
    }
    expect(() => file.append([entry('a', 'one'), broken])).toThrow('broken')
    expect(file.end).toBe(0)
    file.append([entry('a', 'one')])
    expect(file.read(0, 10)).toEqual([{ position: 1, text: '1 one' }])
  })

  test('lets go of the oldest, and says where it begins', () => {
    const file = openFile(createPath(), 10)
    const many = Array.from({ length: 1_500 }, (_, index) => entry(String(index), 'x'))
    file.append(many)
    expect({ first: file.first, end: file.end }).toEqual({ first: 1_491, end: 1_500 })
    expect(file.read(0, 100)).toHaveLength(10)
  })
})

describe('a reader', () => {
  /** A journal that holds numbers 1 to `count`, of which the newest `keep` stayed. */
  async function openJournal(count: number, keep: number): Promise<{ journal: Journal; id: string }> {
    const path = createPath()
    const file = openFile(path, keep)
    file.append(Array.from({ length: count }, (_, index) => entry(String(index + 1), 'x')))
    const { id } = file
    file.close()
    const hub = createHub()
    const journal = new Journal(hub, { file: openFile(path, keep), onError: () => undefined })
    onTestFinished(async () => {
      await hub.close()
      await journal.close()
    })
    return { journal, id }
  }

  const textsOf = (records: readonly { readonly record: string }[]): readonly string[] =>
    records.map(({ record }) => record)

  test('goes on after its cursor, and from the end without one', async () => {
    const { id, journal } = await openJournal(5, 10)
    const reader = journal.reader(`${id}.3`)
    expect(textsOf(reader.read(1))).toEqual(['4 x'])
    expect(reader.cursor()).toBe(`${id}.4`)
    expect(textsOf(reader.read(10))).toEqual(['5 x'])
    expect(reader.read(10)).toEqual([])
    expect(journal.reader().read(10)).toEqual([])
  })

  test('that was away for longer than events stay is told how many it missed, once', async () => {
    const { id, journal } = await openJournal(1_500, 10)
    const reader = journal.reader(`${id}.100`)
    const [gap, ...rest] = reader.read(100)
    expect(gap?.cursor).toBe(`${id}.1490`)
    expect(JSON.parse(gap?.record ?? '')).toMatchObject({
      cursor: `${id}.1490`,
      event: { type: 'gap', cause: 'overflow', lost: 1_390, complete: false },
    })
    expect(textsOf(rest)).toEqual(Array.from({ length: 10 }, (_, index) => `${1_491 + index} x`))
    expect(reader.read(100)).toEqual([])
  })

  test('with a cursor that is not of this journal is told a gap, and then what there is', async () => {
    const { id, journal } = await openJournal(3, 10)
    for (const cursor of ['abcdef01.2', `${id}.4`, 'rubbish', '']) {
      const [gap, ...rest] = journal.reader(cursor).read(10)
      expect(JSON.parse(gap?.record ?? '')).toMatchObject({ event: { type: 'gap', cause: 'restart' } })
      expect(textsOf(rest)).toEqual(['1 x', '2 x', '3 x'])
    }
  })
})

test(
  'while nothing can be written, nothing counts as handled, and it is told',
  { timeout: 15_000 },
  async () => {
    const hub = createHub()
    const file = openFile(createPath())
    const errors: unknown[] = []
    const journal = new Journal(hub, { file, onError: (error) => errors.push(error) })
    const platform = new MemoryPlatform({ clock: systemClock })
    const room = { platform: 'memory', account: 'bot', room: 'lobby', kind: 'live' } as const
    await hub.add(createMemoryAdapter(platform), { rooms: [room] })
    // Connecting, and live.
    await expect.poll(() => file.end, { timeout: 5_000 }).toBe(2)
    file.close()
    platform.say('lobby', 'ann', 'hi')
    await expect.poll(() => errors.length, { timeout: 5_000 }).toBeGreaterThan(0)
    expect(hub.inspect().rooms.map(({ unfinished }) => unfinished)).toEqual([1])
    await hub.close({ timeoutMs: 10 })
    await journal.close()
  },
)

describe('a cursor', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-z]{1,32}$/), fc.nat(), (journal, position) => {
        expect(parseCursor(formatCursor({ journal, position }))).toEqual({ journal, position })
      }),
    )
  })

  test('is read from any text without an error', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseCursor(text)))
    expect(['', '.', 'a.', '.1', 'a.-1', 'a.1.2', 'A.1', 'a.1234567890123456'].map(parseCursor)).toEqual(
      Array.from({ length: 8 }, () => undefined),
    )
  })
})
