import { expect, test } from 'vitest'
import * as entry from '../src/index.js'
import * as node from '../src/node.js'
import * as webhooks from '../src/webhooks.js'

test('the entries export the promised names and no others', () => {
  expect(Object.keys(entry).toSorted()).toEqual([
    'AppSession',
    'Kick',
    'KickError',
    'KickOauth',
    'TokenSession',
    'UserSession',
    'isKickError',
    'kickEventNames',
    'kickScopes',
    'memoryTokenStore',
  ])
  expect(Object.keys(webhooks).toSorted()).toEqual([
    'KickError',
    'SubscriptionManager',
    'builtInPublicKey',
    'createWebhookHandler',
    'decodeEvent',
    'isKickError',
    'kickEventNames',
    'kickPublicKey',
    'memoryReplayStore',
    'verifySignature',
  ])
  expect(Object.keys(node).toSorted()).toEqual(['fileTokenStore', 'loginOnLoopback', 'toNodeListener'])
})
