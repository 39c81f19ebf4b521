import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPlainOutput } from '../src/terminal/plain-output.ts'
import { Screen } from '../src/terminal/screen.ts'
import { TerminalStream } from './support/terminal-stream.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const line = (body: string) => ({ prefix: '', body })

function openScreen(limit = 1000): { readonly stream: TerminalStream; readonly screen: Screen } {
  const stream = new TerminalStream()
  const screen = new Screen({ stream, status: () => 'status', paint: (text) => `<${text}>`, limit })
  screen.open()
  return { stream, screen }
}

const bar = `<${' status'.padEnd(39)}>\r`
const signal = new AbortController().signal

test('the screen hides the cursor and draws its status line', () => {
  const { stream } = openScreen()
  expect(stream.writes).toEqual(['\u001b[?25l', `\r\u001b[J${bar}`])
})

test('lines take the place of the status line, which is drawn anew below them', async () => {
  const { stream, screen } = openScreen()
  await screen.print([line('one')])
  await screen.print([line('two')])
  await vi.advanceTimersByTimeAsync(100)
  expect(stream.writes.slice(2)).toEqual([`\r\u001b[Jone\ntwo\n${bar}`])
})

test('it is drawn ten times a second at most, however many lines come', async () => {
  const { stream, screen } = openScreen()
  const before = stream.writes.length
  for (let index = 0; index < 1000; index += 1) {
    await screen.print([line(`line ${index}`)])
    await vi.advanceTimersByTimeAsync(1)
  }
  await vi.advanceTimersByTimeAsync(100)
  expect(stream.writes.length - before).toBeLessThanOrEqual(11)
  const text = stream.writes.join('')
  for (let index = 0; index < 1000; index += 1) expect(text).toContain(`line ${index}\n`)
})

test('the status line follows the window', async () => {
  const { stream } = openScreen()
  stream.columns = 20
  stream.emit('resize')
  await vi.advanceTimersByTimeAsync(100)
  expect(stream.writes.at(-1)).toBe(`\r\u001b[J<${' status'.padEnd(19)}>\r`)
})

test('the status line is drawn every second while nothing comes', async () => {
  const { stream } = openScreen()
  const before = stream.writes.length
  await vi.advanceTimersByTimeAsync(5200)
  expect(stream.writes.length - before).toBe(5)
})

test('closing prints what is left, takes the status line away and shows the cursor', async () => {
  const { stream, screen } = openScreen()
  await screen.print([line('last')])
  await screen.close()
  expect(stream.writes.at(-1)).toBe('\r\u001b[Jlast\n\u001b[?25h')
  const before = stream.writes.length
  await screen.close()
  stream.emit('resize')
  await vi.advanceTimersByTimeAsync(5000)
  expect(stream.writes.length).toBe(before)
  expect(stream.listening).toBe(0)
  expect(screen.abandon()).toBe('')
})

test('left in a hurry, it says what puts the terminal right, once', () => {
  const { stream, screen } = openScreen()
  expect(screen.abandon()).toBe('\r\u001b[J\u001b[?25h')
  expect(screen.abandon()).toBe('')
  expect(stream.listening).toBe(0)
})

test('with as many lines waiting as may, printing waits for the next drawing', async () => {
  const { stream, screen } = openScreen(3)
  await screen.print([line('a'), line('b')])
  const printed = track(screen.print([line('c')]))
  await vi.advanceTimersByTimeAsync(0)
  expect(printed.isDone()).toBe(false)
  await vi.advanceTimersByTimeAsync(100)
  expect(printed.isDone()).toBe(true)
  expect(stream.writes.at(-1)).toContain('a\nb\nc\n')
})

test('a terminal that takes nothing more is not drawn on until it does', async () => {
  const { stream, screen } = openScreen()
  stream.writableNeedDrain = true
  await screen.print([line('a')])
  const before = stream.writes.length
  await vi.advanceTimersByTimeAsync(1000)
  expect(stream.writes.length).toBe(before)
  stream.writableNeedDrain = false
  stream.emit('drain')
  await vi.advanceTimersByTimeAsync(0)
  expect(stream.writes.at(-1)).toContain('a\n')
})

test('plain output waits for a reader that is slow, and not for one that has gone', async () => {
  for (const event of ['drain', 'close']) {
    const stream = new TerminalStream()
    stream.writableNeedDrain = true
    const printed = track(createPlainOutput(stream).print([line('a')], signal))
    await vi.advanceTimersByTimeAsync(1000)
    expect(printed.isDone()).toBe(false)
    stream.emit(event)
    await vi.advanceTimersByTimeAsync(0)
    expect(printed.isDone()).toBe(true)
    expect(stream.writes).toEqual(['a\n'])
    expect(stream.listening).toBe(0)
  }
})

test('plain output stops waiting when the run ends', async () => {
  const stream = new TerminalStream()
  stream.writableNeedDrain = true
  const ending = new AbortController()
  const printed = createPlainOutput(stream).print([line('a')], ending.signal)
  ending.abort()
  await printed
  expect(stream.listening).toBe(0)
})

function track(promise: Promise<void>): { readonly isDone: () => boolean } {
  let done = false
  void (async () => {
    await promise
    done = true
  })()
  return { isDone: () => done }
}
