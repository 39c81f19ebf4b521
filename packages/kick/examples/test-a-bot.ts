// A test of a bot that greets, without Kick and without a network: node --test test-a-bot.ts
import { equal, match } from 'node:assert/strict'
import { test } from 'node:test'
import { Kick } from '@wireloom/kick'
import { createWebhookHandler } from '@wireloom/kick/webhooks'
import { startSandbox } from '@wireloom/sandbox'

await test('who follows is greeted', async () => {
  await using sandbox = await startSandbox({ rooms: ['ann'] })
  const { apiUrl, webhooks } = sandbox.kick
  const { userId: broadcasterUserId } = sandbox.kick.room('ann')
  const kick = new Kick({ token: 'sandbox-token', baseUrl: apiUrl })

  const handle = createWebhookHandler({
    publicKey: await webhooks.publicKey(),
    onEvent: async (event) => {
      if (event.type !== 'channel.followed') return
      await kick.chat.send({ broadcasterUserId, content: `Welcome, ${event.follower.username}!` })
    },
  })

  const follow = { broadcaster: { user_id: broadcasterUserId }, follower: { username: 'bob' } }
  const { headers, body } = await webhooks.sign('channel.followed', follow)
  const response = await handle(new Request('http://localhost/kick', { method: 'POST', headers, body }))

  equal(response.status, 200)
  match(JSON.stringify(sandbox.record.events()), /Welcome, bob!/)
})
