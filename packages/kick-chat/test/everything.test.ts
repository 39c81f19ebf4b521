import type { ChatEvent } from '@wireloom/chat-core'
import { startSandbox } from '@wireloom/sandbox'
import { expect, test } from 'vitest'
import { KickChat, siteLookup, type KickEvent } from '../src/index.js'
import { knownEventNames } from '../src/event/decode-event.js'
import { openStage, socketTo } from './support/chat.js'
import { until } from './support/wait.js'

test('whatever can happen in a room is told, once, by its own name', async () => {
  await using stage = await openStage()
  const room = await stage.chat.join('ann')
  const heard: string[] = []
  const note = (event: ChatEvent<KickEvent>): void => {
    if (event.type === 'activity')
      heard.push(`${event.activity} ${event.actor?.name ?? ''} ${event.amount ?? ''}`.trim())
    else if (event.type === 'room') heard.push(`room ${Object.keys(event.changes).toSorted().join(' ')}`)
    else if (event.type === 'restrict') heard.push(`${event.action} ${event.user.name}`)
    else heard.push(event.type)
  }
  for (const type of [
    'message',
    'delete',
    'clear',
    'pin',
    'restrict',
    'room',
    'activity',
    'other',
  ] as const) {
    room.on(type, note)
  }
  const live = stage.sandbox.kick.room('ann')
  live.goLive('Cooking')
  const { id } = live.say('hello')
  live.say({ content: 'hi', replyTo: id, from: 'bob' })
  live.pin(id)
  live.unpin()
  live.deleteMessage(id)
  live.ban('bob', { minutes: 5 })
  live.unban('bob')
  live.ban('bob')
  live.setModes({ slowSeconds: 5 })
  live.setModes({ slowSeconds: 0 }, { newerForm: true })
  live.subscribe('cat', 3)
  live.giveKicks('dan')
  live.redeemReward('eve', 'Hydrate')
  live.receiveHost('Fay', 12)
  live.hostOther('someone-else')
  live.updateViewers(99)
  live.follow('gil')
  live.updatePoll({
    title: 'Map?',
    options: [{ label: 'A', votes: 1 }],
    durationSeconds: 60,
    remainingSeconds: 30,
  })
  live.endPoll()
  live.sendGoal({ type: 'followers', current: 9, target: 10 })
  live.clear()
  live.endStream()
  await until(() => heard.at(-1) === 'room live')
  const modes = 'room accountAge botProtection emotesMode followersMode slowMode subscribersMode'
  expect(heard).toEqual([
    'room live title',
    'message',
    'message',
    'pin',
    'pin',
    'delete',
    'timeout bob',
    'release bob',
    'ban bob',
    modes,
    modes,
    'subscription cat 3',
    expect.stringMatching(/^gift dan \d+$/),
    'reward eve',
    'host Fay 12',
    'room hosting',
    'room title viewers',
    'follow gil',
    'poll',
    'poll',
    'goal  9',
    'clear',
    'room live',
  ])
  expect(stage.errors).toEqual([])
  expect(stage.chat.stats()).toMatchObject({ malformed: 0, unknown: 0, gaps: 0 })
})

test('a busy evening in three rooms is read to the last event, and nothing in it is unreadable', async () => {
  const slugs = ['ann', 'bob', 'cat']
  await using sandbox = await startSandbox({ rooms: slugs, messagesPerMinute: 20_000 })
  await using chat = new KickChat({ socket: socketTo(sandbox), lookup: siteLookup({ baseUrl: sandbox.url }) })
  const errors: unknown[] = []
  chat.on('error', (error) => errors.push(error))
  const authors = new Set<string>()
  chat.on('message', ({ message }) => {
    authors.add(message.author.name)
    expect(message.author.id).toMatch(/^\d+$/)
    expect(message.text).not.toContain('[emote:')
  })
  const unknown = new Set<string>()
  chat.on('other', ({ name, raw }) => raw.type === 'unknown' && unknown.add(name))
  await Promise.all(slugs.map((slug) => chat.join(slug)))
  await until(() => chat.stats().received > 1_500)
  expect(errors).toEqual([])
  expect(chat.stats()).toMatchObject({ malformed: 0, gaps: 0, dropped: 0, reconnects: 0 })
  expect(authors.size).toBeGreaterThan(10)
  // The sandbox says things nobody has heard of, now and then, as the site might.
  expect([...unknown].filter((name) => knownEventNames.includes(name))).toEqual([])
}, 20_000)
