import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { follow, type FollowOptions, type LinkState } from '../src/page/follow.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server that answers each request by the next of these, and somebody who follows it. */
async function openLink(answers: readonly Answer[], options: Partial<FollowOptions> = {}) {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    answers[asked.length]?.(request, response)
    asked.push(request.headers['last-event-id']?.toString())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const ending = new AbortController()
  onTestFinished(() => {
    ending.abort()
    server.close()
    server.closeAllConnections()
  })
  const states: LinkState[] = []
  const data: string[] = []
  void follow({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    token: 'token',
    onData: (batch) => data.push(...batch),
    onState: (state) => states.push(state),
    signal: ending.signal,
    retryMs: 10,
    ...options,
  })
  return { asked, data, states, ending }
}

const say =
  (text: string, isEnd = false): Answer =>
  (_, response) => {
    response.write(text)
    if (isEnd) response.end()
  }

test('after a break it goes on after the last event it had, also where that came without data', async () => {
  const { asked, data, states } = await openLink([
    say('id: a.1\n\nid: a.2\ndata: one\n\n', true),
    say('id: a.3\n\n', true),
    say('id: a.4\ndata: two\n\n'),
  ])
  await expect.poll(() => data, { timeout: 4_000 }).toEqual(['one', 'two'])
  expect(asked).toEqual([undefined, 'a.2', 'a.3'])
  expect(states).toEqual(['live', 'lost', 'live', 'lost', 'live'])
})

test('a relay that says nothing any more, on a connection that looks well, is left for a new one', async () => {
  const { asked, data } = await openLink([say('id: a.1\ndata: one\n\n'), say('id: a.2\ndata: two\n\n')], {
    silentMs: 250,
  })
  await expect.poll(() => data, { timeout: 4_000 }).toEqual(['one', 'two'])
  expect(asked.slice(0, 2)).toEqual([undefined, 'a.1'])
})

test('what was cut in the middle of an event is not half an event, and comes again', async () => {
  const { asked, data } = await openLink([
    (_, response) => {
      response.write('id: a.1\ndata: one\n\nid: a.2\ndata: tw')
      setImmediate(() => response.destroy())
    },
    say('id: a.2\ndata: two\n\n'),
  ])
  await expect.poll(() => data, { timeout: 4_000 }).toEqual(['one', 'two'])
  expect(asked).toEqual([undefined, 'a.1'])
})

test('a refused token, an error and a page in its place are told, and tried again', async () => {
  const status =
    (code: number): Answer =>
    (_, response) =>
      response.writeHead(code).end()
  const { data, states } = await openLink([status(401), status(503), say('id: a.1\ndata: one\n\n')])
  await expect.poll(() => data, { timeout: 4_000 }).toEqual(['one'])
  expect(states).toEqual(['refused', 'lost', 'live'])
})

test('once it is ended it asks no more', async () => {
  const { asked, ending, states } = await openLink([say('id: a.1\n\n')])
  await expect.poll(() => states, { timeout: 4_000 }).toEqual(['live'])
  ending.abort()
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(asked).toHaveLength(1)
  expect(states).toEqual(['live'])
})
