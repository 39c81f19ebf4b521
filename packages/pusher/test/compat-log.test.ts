import { afterEach, expect, test, vi } from 'vitest'
import Pusher from '../src/compat.js'
import { connectCompat, subscribe } from './support/compat-client.js'
import { startServer } from './support/scripted-server.js'

afterEach(() => {
  Pusher.log = undefined
  Pusher.logToConsole = false
  vi.restoreAllMocks()
})

test('the log tells of states and events to whoever asks, and never of secrets', async () => {
  const lines: string[] = []
  Pusher.log = (line) => void lines.push(line)
  const { pusher, peer } = await connectCompat(await startServer(), {
    channelAuthorization: {
      customHandler: (_params, answer) =>
        answer(null, { auth: 'k:SIGNATURE', channel_data: '{"user_id":"ME"}' }),
    },
    userAuthentication: {
      customHandler: (_params, answer) => answer(null, { auth: 'k:SIGNATURE', user_data: '{"id":"ME"}' }),
    },
  })
  pusher.signin()
  await peer.frames.take()
  peer.send({ event: 'pusher:signin_success', data: { auth: 'k:SIGNATURE', user_data: '{"id":"ME"}' } })
  await peer.frames.take()
  await subscribe(pusher, peer, 'presence-room', '{"presence":{"count":0,"hash":{}}}')
  peer.send({ event: 'x', channel: 'presence-room', data: '{"a":1}' })
  await peer.flushed()
  expect(lines.every((line) => line.startsWith('Pusher : '))).toBe(true)
  const log = lines.join('\n')
  expect(log).toContain('connecting -> connected')
  expect(log).toContain('pusher:subscribe')
  expect(log).toContain(String.raw`{"event":"x","channel":"presence-room","data":"{\"a\":1}"}`)
  expect(log).not.toMatch(/SIGNATURE|ME"/)
})

test('the console is written to where that is asked for, and the function goes before it', async () => {
  const spy = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  Pusher.logToConsole = true
  await connectCompat(await startServer())
  expect(spy).toHaveBeenCalledWith(expect.stringMatching(/^Pusher : State changed/))
  spy.mockClear()
  Pusher.log = () => undefined
  await connectCompat(await startServer())
  expect(spy).not.toHaveBeenCalled()
})

test('nobody asked, nothing is printed', async () => {
  const spies = (['log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level))
  const { pusher, peer } = await connectCompat(await startServer())
  pusher.subscribe('room')
  peer.send('<html>')
  await peer.flushed()
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
})
