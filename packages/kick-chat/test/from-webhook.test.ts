import { readFileSync } from 'node:fs'
import type { KickWebhookEvent } from '@wireloom/kick/webhooks'
import { decodeEvent as decodeDelivery, kickEventNames } from '@wireloom/kick/webhooks'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromWebhook, toChatEvent } from '../src/index.js'
import { roomRef } from './support/messages.js'

const events = readFileSync(new URL('../docs/events.md', import.meta.url), 'utf8')
const delivery = { id: '01J', subscriptionId: undefined, sentAtMs: 1_000, version: 1 }

function read(name: string | undefined, raw: unknown): KickWebhookEvent {
  return decodeDelivery(name, delivery, raw)
}

describe('an official delivery as an event of the socket', () => {
  test('whatever comes in, it becomes an event and never throws', () => {
    const names = fc.oneof(fc.constantFrom(...kickEventNames), fc.string(), fc.constant(undefined))
    fc.assert(
      fc.property(names, fc.jsonValue(), (name, raw) => {
        const event = fromWebhook(read(name, raw))
        expect(event.source.payload).toEqual(raw)
        const context = { room: roomRef(), receivedAtMs: 0 }
        expect(toChatEvent(event, context)?.type).toBeDefined()
      }),
    )
  })

  test.each(kickEventNames)('%s without anything in it is data', (name) => {
    expect(fromWebhook(read(name, {}))).toMatchObject({
      type: 'malformed',
      source: { name, channel: 'webhook' },
    })
  })

  test.each(kickEventNames)('%s stands in the table of events', (name) => {
    expect(events.split('\n').filter((line) => line.startsWith(`| \`${name}\``))).toHaveLength(1)
  })

  test('people without a name go by that of their channel, and without either by none', () => {
    const body = (follower: object): object => ({ broadcaster: { user_id: 1 }, follower })
    const nameOf = (follower: object): unknown =>
      (
        fromWebhook(read('channel.followed', body(follower))) as {
          readonly user?: { readonly username: string }
        }
      ).user?.username
    expect(nameOf({ user_id: 2, username: null, channel_slug: 'dan' })).toBe('dan')
    expect(nameOf({ user_id: 2 })).toBe('')
  })

  test('an empty message, input, reason or picture is none', () => {
    const person = { user_id: 2, username: 'dan', profile_picture: '' }
    const gift = { amount: 1, name: 'Hi', message: '' }
    const created_at = '2026-01-01T00:00:00Z'
    expect(
      fromWebhook(read('kicks.gifted', { broadcaster: person, sender: person, gift, created_at })),
    ).toMatchObject({ message: undefined, sender: { picture: undefined } })
  })
})
