import { readFileSync } from 'node:fs'
import { describeFixtures, type GoldenFixture } from '@wireloom/chat-core/testing'
import { describe, it } from 'vitest'
import { decode } from './support/decode-chat.js'

const file = new URL('fixtures/chat-messages.json', import.meta.url)
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as readonly GoldenFixture[]

describeFixtures({ describe, it }, { name: 'basalam messages', fixtures, decode })
