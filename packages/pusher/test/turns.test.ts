import { expect, test } from 'vitest'
import { Turns } from '../src/socket/turns.js'
import { wsSocket } from '../src/socket/ws.js'
import { startServer } from './support/scripted-server.js'

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

test('a few tasks run at once, the others in the turns that follow, in order', async () => {
  const turns = new Turns(3)
  const ran: number[] = []
  for (let task = 0; task < 8; task += 1) turns.run(() => ran.push(task))
  expect(ran).toEqual([0, 1, 2])
  await turn()
  expect(ran).toEqual([0, 1, 2, 3, 4, 5])
  await turn()
  expect(ran).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  await turn()
  await turn()
  turns.run(() => ran.push(8))
  expect(ran).toHaveLength(9)
})

test('a socket that is closed before its turn is never opened, and tells of its end', async () => {
  const { port } = await startServer()
  const told: string[] = []
  const end = new Promise<void>((resolve) => {
    for (let index = 0; index < 20; index += 1) {
      const socket = wsSocket()(`ws://127.0.0.1:${port}/app/${index}`, {
        opened: () => void told.push(`opened ${index}`),
        text: () => undefined,
        binary: () => undefined,
        closed: ({ code }) => {
          told.push(`closed ${index} ${code}`)
          if (index === 19) resolve()
        },
      })
      if (index === 19) socket.close()
    }
  })
  expect(told).toEqual([])
  await end
  expect(told).toEqual(['closed 19 1006'])
})

test('what cannot be opened throws at once, and is told of as an end where its turn comes later', async () => {
  const open = wsSocket({ headers: { cookie: 'line\nbreak' } })
  const ends: unknown[] = []
  const handlers = {
    opened: () => undefined,
    text: () => undefined,
    binary: () => undefined,
    closed: ({ code, cause }: { code: number; cause?: unknown }) => void ends.push(code, cause),
  }
  await turn()
  let thrown = 0
  for (let index = 0; index < 17; index += 1) {
    try {
      open('ws://127.0.0.1:1/', handlers)
    } catch {
      thrown += 1
    }
  }
  expect([thrown, ends]).toEqual([16, []])
  await turn()
  expect(ends).toEqual([1006, expect.any(TypeError)])
})
