import { readFileSync } from 'node:fs'
import { describeFixtures, type GoldenFixture } from '@wireloom/chat-core/testing'
import { describe, it } from 'vitest'
import { readDelivery, readSocket } from './support/golden.js'

const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body, 30_000) }

function load(name: string): readonly GoldenFixture[] {
  return JSON.parse(
    readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'),
  ) as GoldenFixture[]
}

describeFixtures(runner, { name: 'kick socket', fixtures: load('golden-socket'), decode: readSocket })
describeFixtures(runner, { name: 'kick webhook', fixtures: load('golden-webhook'), decode: readDelivery })
