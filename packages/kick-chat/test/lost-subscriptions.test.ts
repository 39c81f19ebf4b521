import { describe, expect, test } from 'vitest'
import { LostSubscriptions } from '../src/adapter/lost-subscriptions.js'
import { toUserId } from '../src/ids.js'

const ann = toUserId(1)
const bob = toUserId(2)
const both = new Set([ann, bob])

function existing(broadcasterUserId: number, event = 'chat.message.sent'): never {
  return { id: `${broadcasterUserId} ${event}`, subscriptionId: 'x', broadcasterUserId, event } as never
}

describe('a subscription is lost', () => {
  test('once it has to be made again, since it was last there; not when it is made first', () => {
    const lost = new LostSubscriptions()
    expect(lost.observe({ kept: [], created: [existing(1), existing(2)] }, both, 100).size).toBe(0)
    expect(lost.observe({ kept: [existing(1), existing(2)], created: [] }, both, 200).size).toBe(0)
    const report = { kept: [existing(2)], created: [existing(1)] }
    expect([...lost.observe(report, both, 300)]).toEqual([[ann, 200]])
  })

  test('since the first of them went, where several went one after the other', () => {
    const lost = new LostSubscriptions()
    lost.observe({ kept: [existing(1), existing(1, 'channel.followed')], created: [] }, both, 100)
    lost.observe({ kept: [existing(1)], created: [] }, both, 200)
    const report = { kept: [], created: [existing(1), existing(1, 'channel.followed')] }
    expect([...lost.observe(report, both, 300)]).toEqual([[ann, 100]])
  })

  test('never of a room that was left, also where it is joined again', () => {
    const lost = new LostSubscriptions()
    lost.observe({ kept: [existing(1), existing(2)], created: [] }, both, 100)
    // Left while Kick was asked: it is in the answer all the same.
    lost.observe({ kept: [existing(1), existing(2)], created: [] }, new Set([bob]), 200)
    expect(lost.observe({ kept: [existing(2)], created: [existing(1)] }, both, 300).size).toBe(0)
  })
})
