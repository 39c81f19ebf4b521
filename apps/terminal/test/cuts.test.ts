import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sleepMs, sleepUntil } from './support/sleep.ts'
import { watch } from './support/watch.ts'

const cuts = 50

/** After every tenth cut the program is left alone until it has printed so many messages more. */
const heardBetween = 60

test(
  `${cuts} cuts at any moment: nothing is printed twice, and what is lost is told`,
  { timeout: 40_000 },
  async () => {
    const watched = await watch({ messagesPerMinute: 9000, seed: 11 })
    const { sandbox } = watched
    const moments = fc.sample(
      fc.record({
        afterMs: fc.integer({ min: 1, max: 100 }),
        isMidFrame: fc.boolean(),
        isRefused: fc.boolean(),
        isLate: fc.boolean(),
      }),
      { seed: 42, numRuns: cuts },
    )
    const { chat } = sandbox.kick.room('alpha').channels
    const heard = (): number => watched.program.stdout().split('"type":"message"').length - 1
    let done = 0
    for (const { afterMs, isMidFrame, isRefused, isLate } of moments) {
      await sleepMs(afterMs)
      // A cut of nothing is none: the connection has to be there.
      await sleepUntil(() => sandbox.pusher.connections.length > 0)
      if (isRefused) sandbox.faults.refuse({ forMs: 30 })
      // The chat of a room comes back after its other channels, as it may in real life.
      if (isLate) sandbox.faults.delayAcknowledgement({ channel: chat, byMs: 20, next: 1 })
      if (isMidFrame) sandbox.faults.dropMidFrame()
      else expect(sandbox.faults.drop()).toBeGreaterThan(0)
      done += 1
      // By time alone a busy machine would come back for the next cut only, and hear nothing.
      if (done % 10 === 0) {
        const enough = heard() + heardBetween
        await watched.program.until(() => heard() >= enough)
      }
    }
    expect(done).toBe(cuts)
    for (const room of sandbox.kick.rooms) room.traffic.stop()
    sandbox.faults.healAll()
    await watched.settle('the end')
    const { code, stderr } = await watched.end()

    expect(watched.faults()).toEqual([])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    // Otherwise nothing was put to the test.
    expect(watched.lost()).toBeGreaterThan(20)
    expect(heard()).toBeGreaterThan(300)
    expect(sandbox.record.overflowed.events).toBe(false)
  },
)
