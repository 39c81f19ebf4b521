import type { ChatEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import { expect, test } from 'vitest'
import type { Line } from '../src/terminal/line.ts'
import { view } from '../src/view.ts'
import { message, room } from './support/events.ts'

/** Messages and statuses in turn, without end. */
async function* endless(): AsyncGenerator<ChatEvent<KickEvent>> {
  for (let index = 0; ; index += 1) {
    yield { type: 'message', message: message(`message ${index}`) }
    yield { type: 'status', room, state: 'live' }
    await Promise.resolve()
  }
}

async function printed(options: {
  readonly messages?: number
  readonly maxEvents?: number
  readonly signal?: AbortSignal
  readonly render?: (event: ChatEvent<KickEvent>) => readonly Line[]
  readonly print?: (lines: readonly Line[]) => Promise<void>
}): Promise<readonly string[]> {
  const bodies: string[] = []
  await view({
    events: endless(),
    render: (event) => [{ prefix: '', body: event.type }],
    messages: undefined,
    maxEvents: undefined,
    signal: new AbortController().signal,
    ...options,
    output: {
      print: async (lines) => {
        bodies.push(...lines.map(({ body }) => body))
        await options.print?.(lines)
      },
      close: async () => Promise.resolve(),
    },
  })
  return bodies
}

test('it ends after so many messages, the last of them printed', async () => {
  expect(await printed({ messages: 2 })).toEqual(['message', 'status', 'message'])
})

test('it ends after so many printed events, the lines of the connection not counted', async () => {
  expect(await printed({ maxEvents: 3 })).toEqual(['message', 'status', 'message', 'status', 'message'])
})

test('what has no line is not counted', async () => {
  let asked = 0
  const render = (event: ChatEvent<KickEvent>): readonly Line[] => {
    asked += 1
    return asked <= 3 ? [] : [{ prefix: '', body: event.type }]
  }
  expect(await printed({ maxEvents: 2, render })).toEqual(['status', 'message', 'status', 'message'])
})

test('an event of two lines is one event', async () => {
  const render = ({ type }: ChatEvent<KickEvent>): readonly Line[] =>
    type === 'status' ? [] : ['quote', 'words'].map((body) => ({ prefix: '', body }))
  expect(await printed({ maxEvents: 2, render })).toEqual(['quote', 'words', 'quote', 'words'])
})

test('nothing is printed once it was told to end', async () => {
  const ending = new AbortController()
  const bodies = await printed({
    signal: ending.signal,
    print: async () => {
      ending.abort()
      await Promise.resolve()
    },
  })
  expect(bodies).toEqual(['message'])
})

test('the next event is asked for only when the last one is printed', async () => {
  let isPrinting = false
  const print = async (): Promise<void> => {
    expect(isPrinting).toBe(false)
    isPrinting = true
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    isPrinting = false
  }
  expect(await printed({ messages: 10, print })).toHaveLength(19)
})
