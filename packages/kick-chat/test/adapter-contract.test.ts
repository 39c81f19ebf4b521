import { describeAdapter } from '@wireloom/chat-core/testing'
import { describe, it } from 'vitest'
import { kickHarness } from './support/adapter-harness.js'

const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body, 60_000) }

describeAdapter(runner, kickHarness({ name: 'kick by pusher', socket: 'pusher' }))
describeAdapter(
  runner,
  kickHarness({ name: 'kick by pusher with history', socket: 'pusher', hasHistory: true }),
)
describeAdapter(runner, kickHarness({ name: 'kick by centrifugo', socket: 'centrifugo' }))
describeAdapter(
  runner,
  kickHarness({ name: 'kick with few scopes', socket: 'pusher', scopes: ['user:read', 'chat:write'] }),
)
describeAdapter(runner, kickHarness({ name: 'kick by webhook', hasWebhook: true }))
describeAdapter(
  runner,
  kickHarness({ name: 'kick by both', socket: 'pusher', hasWebhook: true, hasHistory: true }),
)
