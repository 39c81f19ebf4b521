import { describeAdapter } from '@wireloom/chat-core/testing'
import { describe, it } from 'vitest'
import { createBasalamHarness } from './support/adapter-harness.js'

/** Each look is a request or two over a socket. */
const limitMs = 60_000
const runner = {
  describe,
  it: (name: string, run: () => Promise<void>) => it(name, run, limitMs),
}

describeAdapter(runner, createBasalamHarness(false))
describeAdapter(runner, createBasalamHarness(true))
