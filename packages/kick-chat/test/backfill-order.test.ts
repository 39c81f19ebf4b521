import type { ChatEvent, GapEvent } from '@wireloom/chat-core'
import { expect, test } from 'vitest'
import { decodeEvent } from '../src/event/decode-event.js'
import type { KickEvent } from '../src/event/kick-event.js'
import type { KickMessageEvent } from '../src/event/message.js'
import { Backfill } from '../src/room/backfill.js'
import type { ReadBack } from '../src/room/read-back.js'
import { until } from './support/wait.js'

const room = { platform: 'kick', account: 'anonymous', room: '1', kind: 'live' } as const

const gapAt = (fromMs: number): GapEvent => ({
  type: 'gap',
  room,
  fromMs,
  toMs: fromMs + 1,
  cause: 'reconnect',
  recovered: 0,
  complete: false,
})

const live = (word: string): ChatEvent<KickEvent> =>
  ({ type: 'other', room, kind: word }) as unknown as ChatEvent<KickEvent>

function messageOf(id: string): KickMessageEvent {
  const event = decodeEvent('chatrooms.1.v2', 'ChatMessageEvent', {
    id,
    content: id,
    sender: { id: 1, username: 'bob', slug: 'bob' },
  })
  if (event.type !== 'message') throw new Error('not a message')
  return event
}

interface Stage {
  readonly backfill: Backfill
  readonly told: string[]
  /** Answers the readings under way, the first one first. */
  readonly answers: ((...ids: string[]) => void)[]
}

function openStage({
  waitMs,
  recovered,
}: { waitMs?: number; recovered?: (stage: Stage) => void } = {}): Stage {
  const told: string[] = []
  const answers: Stage['answers'] = []
  const backfill = new Backfill(
    {
      read: () =>
        new Promise<ReadBack>((resolve) => {
          answers.push((...ids) => resolve({ messages: ids.map(messageOf), isWhole: true }))
        }),
      recover: ({ id }) => {
        told.push(id)
        recovered?.(stage)
        return true
      },
      deliver: (event) => {
        if (event.type === 'gap') told.push(`gap ${event.fromMs} of ${event.recovered}`)
        else told.push((event as unknown as { kind: string }).kind)
      },
      failed: ({ code }) => void told.push(code),
    },
    waitMs,
  )
  const stage = { backfill, told, answers }
  return stage
}

test('what came between two gaps stays between them', async () => {
  const { backfill, told, answers } = openStage()
  backfill.begin(gapAt(1))
  backfill.hold(live('live 1'))
  backfill.begin(gapAt(2))
  backfill.hold(live('live 2'))
  answers[0]?.('missed 1')
  await until(() => answers.length === 2)
  answers[1]?.('missed 2')
  await until(() => told.length === 6)
  expect(told).toEqual(['missed 1', 'gap 1 of 1', 'live 1', 'missed 2', 'gap 2 of 1', 'live 2'])
  expect(backfill.hold(live('live 3'))).toBe(false)
})

test('a history that does not answer holds nothing up for longer than it may', async () => {
  const { backfill, told, answers } = openStage({ waitMs: 20 })
  backfill.begin(gapAt(1))
  backfill.hold(live('live'))
  await until(() => told.length === 3)
  expect(told).toEqual(['timeout', 'gap 1 of 0', 'live'])
  answers[0]?.('too late')
  backfill.begin(gapAt(2))
  await until(() => answers.length === 2)
  answers[1]?.('missed')
  await until(() => told.length === 5)
  expect(told.slice(3)).toEqual(['missed', 'gap 2 of 1'])
})

test('a room that is left by a handler of what is recovered hears no more of it', async () => {
  const { backfill, told, answers } = openStage({ recovered: (stage) => stage.backfill.stop() })
  backfill.begin(gapAt(1))
  answers[0]?.('missed 1', 'missed 2')
  await until(() => told.length === 2)
  expect(told).toEqual(['missed 1', 'gap 1 of 0'])
})
