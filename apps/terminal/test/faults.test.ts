import { describe, expect, test } from 'vitest'
import { sleepMs, sleepUntil } from './support/sleep.ts'
import { connectionOf, untilReconnected, untilSubscribed, watch, type Watch } from './support/watch.ts'

const timeout = 20_000

/** Starts a watch, lets something go wrong, and holds what was printed against what was said. */
async function trial(
  goWrong: (watched: Watch) => Promise<void> | void,
): Promise<Watch & { readonly stderr: string }> {
  const watched = await watch({ messagesPerMinute: 1200, seed: 3 })
  await watched.settle('before')
  await goWrong(watched)
  for (const room of watched.sandbox.kick.rooms) room.traffic.stop()
  watched.sandbox.faults.healAll()
  await sleepMs(50)
  await watched.settle('after')
  const { code, stderr } = await watched.end()
  expect(code).toBe(0)
  expect(watched.faults()).toEqual([])
  return { ...watched, stderr }
}

const gaps = ({ events }: Watch): number => events().filter(({ type }) => type === 'gap').length

describe('the program lives on, prints nothing twice and tells what it lost', { timeout }, () => {
  test('when the connection breaks', async () => {
    const watched = await trial(async (running) => {
      const before = connectionOf(running)
      expect(running.sandbox.faults.drop()).toBe(1)
      await untilReconnected(running, before)
    })
    expect(gaps(watched)).toBe(2)
    expect(watched.stderr).toBe('')
  })

  test('when the connection breaks in the middle of a frame', async () => {
    const watched = await trial(async (running) => {
      const before = connectionOf(running)
      running.sandbox.faults.dropMidFrame()
      await untilReconnected(running, before)
    })
    expect(gaps(watched)).toBe(2)
  })

  test.each([1001, 1011, 4200, 4100])('when the server closes with %i', async (closeCode) => {
    const watched = await trial(async (running) => {
      const before = connectionOf(running)
      expect(running.sandbox.faults.close(closeCode, 'good-bye')).toBe(1)
      await untilReconnected(running, before)
    })
    expect(gaps(watched)).toBe(2)
  })

  test('when the server falls silent', async () => {
    const watched = await trial(async (running) => {
      const before = connectionOf(running)
      const silence = running.sandbox.faults.silence()
      await sleepUntil(() => connectionOf(running) !== before)
      silence.heal()
      await untilSubscribed(running)
    })
    expect(watched.lost()).toBeGreaterThan(0)
    expect(gaps(watched)).toBe(2)
  })

  test.each(['reset', 503] as const)('when the server refuses connections (%s) for a while', async (how) => {
    const watched = await trial(async (running) => {
      const before = connectionOf(running)
      running.sandbox.faults.refuse({ how, next: 4 })
      running.sandbox.faults.drop()
      await untilReconnected(running, before)
    })
    expect(gaps(watched)).toBe(2)
  })

  test('when frames are rubbish, which is told', async () => {
    const watched = await trial(({ sandbox }) => {
      sandbox.faults.sendText('{"event":')
      sandbox.faults.sendText('')
      sandbox.faults.sendText('[1,2,3]')
      sandbox.faults.sendText('null')
    })
    expect(gaps(watched)).toBe(0)
    expect(watched.stderr).toMatch(/^(! .+\n){4}$/)
  })

  test('when a known event is broken, which is told in its place', async () => {
    const watched = await trial(({ sandbox }) => {
      const alpha = sandbox.kick.room('alpha')
      alpha.send('App\\Events\\ChatMessageEvent', 'no message')
      alpha.send('App\\Events\\UserBannedEvent', { user: 5 })
      alpha.send('App\\Events\\SomethingNew', { a: 1 })
    })
    expect(gaps(watched)).toBe(0)
    const others = watched.events().filter(({ type }) => type === 'other')
    expect(others.map((event) => (event as { name?: string }).name)).toEqual(
      expect.arrayContaining(['ChatMessageEvent', 'UserBannedEvent', 'SomethingNew']),
    )
    // Once: not on stderr, too.
    expect(watched.stderr).toBe('')
  })

  test('when a frame is binary', async () => {
    await trial(async (running) => {
      running.sandbox.faults.sendBinary(new Uint8Array([0, 159, 146, 150]))
      await sleepMs(50)
      await untilSubscribed(running)
    })
  })

  test('when bytes arrive that are no frame', async () => {
    const watched = await trial(async (running) => {
      const before = connectionOf(running)
      running.sandbox.faults.sendRaw(new Uint8Array([0xff, 0xff, 0xff, 0xff]))
      await untilReconnected(running, before)
    })
    expect(gaps(watched)).toBe(2)
  })

  test('when bytes trickle', async () => {
    const watched = await trial(async ({ sandbox }) => {
      const drip = sandbox.faults.drip({ bytesPerWrite: 200, everyMs: 1 })
      sandbox.kick.room('alpha').say('slowly')
      await sleepUntil(() => watchedText(sandbox.record.events()).includes('slowly'))
      await sleepMs(100)
      drip.heal()
    })
    expect(watched.events().some(({ message }) => message?.text === 'slowly')).toBe(true)
  })

  test('when messages come twice', async () => {
    const watched = await trial(async ({ sandbox }) => {
      sandbox.faults.duplicate({ next: 50 })
      const beta = sandbox.kick.room('beta')
      for (let index = 0; index < 50; index += 1) beta.say(`said ${index}`)
      await sleepMs(50)
    })
    expect(gaps(watched)).toBe(0)
    expect(watched.lost()).toBe(0)
  })

  test('when messages come in another order', async () => {
    const watched = await trial(async ({ sandbox }) => {
      sandbox.faults.reorder({ probability: 0.5, holdMs: 20 })
      const beta = sandbox.kick.room('beta')
      for (let index = 0; index < 50; index += 1) beta.say(`said ${index}`)
      await sleepMs(100)
    })
    expect(gaps(watched)).toBe(0)
    expect(watched.lost()).toBe(0)
  })

  test('when a new connection begins with nonsense, or with nothing', async () => {
    for (const text of ['{"event":"hello"}', 'nonsense', null]) {
      const watched = await trial(async (running) => {
        const before = connectionOf(running)
        running.sandbox.faults.handshake(text)
        running.sandbox.faults.drop()
        await untilReconnected(running, before)
      })
      expect(gaps(watched)).toBe(2)
    }
  })
})

describe('the program ends with 1 and one line when the server will not have it', { timeout }, () => {
  test.each([4001, 4004, 4301])('closed with %i', async (closeCode) => {
    const { sandbox, program, settle, events } = await watch()
    await settle('before')
    expect(sandbox.faults.close(closeCode, 'not you')).toBe(1)
    const { code, stderr } = await program.ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/^every room was closed for good: .*\n$/)
    expect(stderr).toContain(`${closeCode}`)
    const closed = events().filter(({ type, state }) => type === 'status' && state === 'closed')
    expect(new Set(closed.map(({ roomName }) => roomName))).toEqual(new Set(['alpha', 'beta']))
    expect(closed).toHaveLength(2)
  })
})

function watchedText(events: readonly { readonly data: unknown }[]): string {
  return events.map(({ data }) => String(data)).join('\n')
}
