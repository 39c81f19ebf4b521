import { expect, test } from 'vitest'
import * as chat from '../src/chat.js'
import * as helpers from '../src/helpers.js'
import * as entry from '../src/index.js'
import * as node from '../src/node.js'
import * as webhooks from '../src/webhooks.js'

test.for([
  [
    '.',
    entry,
    'Basalam BasalamError BasalamOAuth TokenSession isBasalamError memoryTokenStore personalToken',
  ],
  ['./chat', chat, 'BasalamError ChatStream basalamAdapter followChats isBasalamError'],
  [
    './webhooks',
    webhooks,
    'BasalamError WebhookManager createWebhookHandler createWebhookSecret decodeEvent isBasalamError memoryReplayStore webhookEventIds',
  ],
  ['./node', node, 'fileTokenStore toNodeListener'],
  [
    './helpers',
    helpers,
    'formatPersianTime formatRialAsToman formatToman matchesSearch normalizeForSearch parseNumber parseTime rialToToman toAsciiDigits toPersianDigits tomanToRial',
  ],
] as const)('%s exports the promised names and no others', ([, names, promised]) => {
  expect(Object.keys(names).toSorted()).toEqual(promised.split(' '))
})
