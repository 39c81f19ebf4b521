import { ChatError } from '../../error.js'
import { messageKey } from '../../message-ref.js'
import type { RoomRef } from '../../room-ref.js'
import type { ArchivedEvent, OutboxItem, StoreParts } from '../../store.js'
import { demand, demandAnswers } from '../demand.js'
import { createFakeClock, type FakeClock } from '../fake-clock.js'
import type { Case, Suite } from '../suite.js'

/** What {@link describeStore} judges. */
export interface StoreHarness {
  /** Begins a suite's titles: `sqlite`. */
  readonly name: string
  /** Makes an empty store. Whatever of it runs out does so by this clock. */
  create(clock: FakeClock): Promise<StoreParts>
  /**
   * Opens what another store left behind, as after a crash of the process: the other one was not closed. Needed where
   * the store says that it is durable.
   */
  reopen?(store: StoreParts, clock: FakeClock): Promise<StoreParts>
  /** Lets go of a store, at the end of its case. */
  close?(store: StoreParts): Promise<void>
}

/** A part of a store, by its name, for a case. */
type Part = Exclude<keyof StoreParts, 'durable' | 'close'>

const room: RoomRef = { platform: 'memory', account: 'bot', room: 'lobby/1', kind: 'live' }
const otherRoom: RoomRef = { ...room, room: 'lobby' }
const minuteMs = 60_000

/** A message event as an archive is given it. */
function archived(id: string, sentAt: number, where: RoomRef = room): ArchivedEvent {
  const ref = { room: where, id }
  const author = {
    id: 'ann',
    name: 'Ann',
    roles: new Set(['moderator'] as const),
    badges: [],
    self: false,
    anonymous: false,
  }
  const text = `line ${id}`
  const message = { ref, author, parts: [{ type: 'text', text }] as const, text, sentAt, raw: { id } }
  return { key: messageKey(ref), receivedAt: sentAt + 5, event: { type: 'message', message } }
}

function item(key: string, nowMs: number): OutboxItem {
  const outgoing = { parts: [{ type: 'text', text: key }] as const, text: key, clientId: `client ${key}` }
  return {
    key,
    room,
    outgoing,
    state: 'waiting',
    priority: 'chatter',
    onUnknown: 'fail',
    createdAtMs: nowMs,
    deadlineAtMs: nowMs + minuteMs,
  }
}

/** The contract of a store as suites, to be run by {@link runSuites} or a runner of your own. */
export function storeSuites(harness: StoreHarness): readonly Suite[] {
  /** A case about one part; a store that lacks the part has nothing to show. */
  const about = <Name extends Part>(
    part: Name,
    name: string,
    body: (part: NonNullable<StoreParts[Name]>, clock: FakeClock) => Promise<void>,
  ): Case => ({
    name,
    run: async () => {
      const clock = createFakeClock()
      const store = await harness.create(clock)
      try {
        const found = store[part]
        if (found !== undefined) await body(found as NonNullable<StoreParts[Name]>, clock)
      } finally {
        await harness.close?.(store)
      }
    },
  })

  return [
    {
      name: 'cursors',
      cases: [
        about(
          'cursors',
          'are undefined before they are set, and then the last that was set',
          async (cursors) => {
            demand(
              (await cursors.get(room, 'socket')) === undefined,
              'A cursor that was never set has to be undefined.',
            )
            await cursors.set(room, 'socket', 'a')
            await cursors.set(room, 'socket', 'b')
            const cursor = await cursors.get(room, 'socket')
            demand(cursor === 'b', `The cursor has to be the last that was set, b, not ${cursor}.`)
          },
        ),
        about('cursors', 'are kept apart by room and by source', async (cursors) => {
          await cursors.set(room, 'socket', 'here')
          await cursors.set(room, 'poll', 'polled')
          await cursors.set(otherRoom, 'socket', 'there')
          const read = [
            await cursors.get(room, 'socket'),
            await cursors.get(room, 'poll'),
            await cursors.get(otherRoom, 'socket'),
          ]
          demandAnswers(read, ['here', 'polled', 'there'], 'Cursors')
        }),
      ],
    },
    {
      name: 'claims',
      cases: [
        about('claims', 'are given to one owner, and held against another', async (claims) => {
          demandAnswers(
            await claims.claim(['a', 'b'], 'one', minuteMs),
            ['claimed', 'claimed'],
            'The first owner',
          )
          demandAnswers(
            await claims.claim(['b', 'c'], 'two', minuteMs),
            ['held', 'claimed'],
            'The second owner',
          )
        }),
        about('claims', 'of many who ask at once are given to one', async (claims) => {
          const owners = Array.from({ length: 20 }, (_, index) => `owner ${index}`)
          const answers = await Promise.all(owners.map((owner) => claims.claim(['a'], owner, minuteMs)))
          const given = answers.flat().filter((answer) => answer === 'claimed').length
          demand(given === 1, `One of twenty may have it, and ${given} were told that they do.`)
        }),
        about('claims', 'of an owner who died run out, and can be claimed', async (claims, clock) => {
          await claims.claim(['a'], 'dead', minuteMs)
          await clock.advance(minuteMs + 1)
          demandAnswers(await claims.claim(['a'], 'two', minuteMs), ['claimed'], 'After the lease')
        }),
        about('claims', 'that are renewed do not run out', async (claims, clock) => {
          await claims.claim(['a'], 'one', minuteMs)
          await clock.advance(minuteMs - 1_000)
          await claims.renew(['a'], 'one', minuteMs)
          await clock.advance(minuteMs - 1_000)
          demandAnswers(await claims.claim(['a'], 'two', minuteMs), ['held'], 'A claim that was renewed')
        }),
        about(
          'claims',
          'lost by an owner who slept can be neither committed, renewed nor released by it',
          async (claims, clock) => {
            await claims.claim(['a'], 'asleep', minuteMs)
            await clock.advance(minuteMs + 1)
            await claims.claim(['a'], 'awake', minuteMs)
            demandAnswers(await claims.commit(['a'], 'asleep', minuteMs), [false], 'The sleeper commits')
            await claims.release(['a'], 'asleep')
            await claims.renew(['a'], 'asleep', 60 * minuteMs)
            demandAnswers(await claims.claim(['a'], 'third', minuteMs), ['held'], 'It still is the other’s')
            demandAnswers(await claims.commit(['a'], 'awake', minuteMs), [true], 'The other commits')
          },
        ),
        about(
          'claims',
          'are committed once, and known as committed through the window',
          async (claims, clock) => {
            await claims.claim(['a'], 'one', minuteMs)
            demandAnswers(await claims.commit(['a'], 'one', 60 * minuteMs), [true], 'The first commit')
            demandAnswers(await claims.commit(['a'], 'one', 60 * minuteMs), [false], 'The second')
            await clock.advance(59 * minuteMs)
            demandAnswers(await claims.claim(['a'], 'two', minuteMs), ['committed'], 'Within the window')
          },
        ),
        about('claims', 'that are given back can be claimed at once', async (claims) => {
          await claims.claim(['a'], 'one', minuteMs)
          await claims.release(['a'], 'one')
          demandAnswers(await claims.claim(['a'], 'two', minuteMs), ['claimed'], 'After the release')
        }),
      ],
    },
    {
      name: 'archive',
      cases: [
        about('archive', 'keeps an event once, and says which were new', async (archive, clock) => {
          const nowMs = clock.now()
          const first = await archive.append([archived('1', nowMs), archived('2', nowMs + 1)])
          const second = await archive.append([archived('2', nowMs + 1), archived('3', nowMs + 2)])
          demandAnswers([...first, ...second], [true, true, false, true], 'New')
        }),
        about(
          'archive',
          'of twenty who append the same event at once tells one that it was new',
          async (archive, clock) => {
            const one = archived('1', clock.now())
            const answers = await Promise.all(Array.from({ length: 20 }, () => archive.append([one])))
            const { length } = answers.flat().filter(Boolean)
            demand(length === 1, `${length} were told that it was new.`)
          },
        ),
        about(
          'archive',
          'reads messages back page by page, oldest first in each, of one room',
          async (archive, clock) => {
            const nowMs = clock.now()
            const ids = ['1', '2', '3', '4', '5']
            await archive.append(ids.map((id, index) => archived(id, nowMs + index)))
            await archive.append([archived('9', nowMs, otherRoom)])
            const read: string[] = []
            let before: string | undefined
            do {
              // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
              const page = await archive.history(room, { limit: 2, ...(before !== undefined && { before }) })
              read.unshift(...page.messages.map(({ ref }) => ref.id))
              demand(page.before === undefined || page.before !== before, 'A page must not lead to itself.')
              before = page.before
            } while (before !== undefined)
            demandAnswers(read, ids, 'Read back in pages of two')
          },
        ),
        about('archive', 'gives a message back as it was, roles and raw form too', async (archive, clock) => {
          await archive.append([archived('1', clock.now())])
          const [message] = (await archive.history(room, {})).messages
          demand(message?.author.roles.has('moderator') === true, 'Its author has to be a moderator still.')
          demand(JSON.stringify(message.raw) === '{"id":"1"}', 'Its raw form has to be what it was.')
          demand(message.sentAt === clock.now(), 'Its time has to be what it was.')
        }),
      ],
    },
    {
      name: 'leases',
      cases: [
        about('leases', 'have one owner at a time', async (leases) => {
          const lease = await leases.acquire('shard', 'one', minuteMs)
          demand(lease?.owner === 'one', 'A lease that nobody has is given.')
          demand(
            (await leases.acquire('shard', 'two', minuteMs)) === undefined,
            'A lease that one has is not given to another.',
          )
        }),
        about(
          'leases',
          'keep their epoch when they are renewed, and have a higher one for a new owner',
          async (leases, clock) => {
            const first = await leases.acquire('shard', 'one', minuteMs)
            await clock.advance(minuteMs / 2)
            const renewed = await leases.acquire('shard', 'one', minuteMs)
            demand(renewed?.epoch === first?.epoch, 'Renewing must not change the epoch.')
            await clock.advance(minuteMs + 1)
            const second = await leases.acquire('shard', 'two', minuteMs)
            demand((second?.epoch ?? 0) > (first?.epoch ?? 0), 'A new owner has to have a higher epoch.')
          },
        ),
        about('leases', 'cannot be given back by one who lost them', async (leases, clock) => {
          const first = await leases.acquire('shard', 'asleep', minuteMs)
          demand(first !== undefined, 'A lease that nobody has is given.')
          await clock.advance(minuteMs + 1)
          await leases.acquire('shard', 'awake', minuteMs)
          await leases.release(first)
          demand(
            (await leases.acquire('shard', 'third', minuteMs)) === undefined,
            'The lease still is the other’s.',
          )
        }),
      ],
    },
    {
      name: 'outbox',
      cases: [
        about(
          'outbox',
          'keeps an item once, and gives back the one that was there',
          async (outbox, clock) => {
            demand((await outbox.add(item('a', clock.now()))) === undefined, 'A new item has none before it.')
            const before = await outbox.add(item('a', clock.now() + 1))
            demand(before?.createdAtMs === clock.now(), 'The second add has to be given the first item.')
          },
        ),
        about('outbox', 'lists what is not sent, oldest first', async (outbox, clock) => {
          const nowMs = clock.now()
          for (const key of ['a', 'b', 'c']) await outbox.add(item(key, nowMs))
          await outbox.update({
            ...item('b', nowMs),
            state: 'sent',
            receipt: { refs: [{ room, id: '7' }], sentAt: nowMs },
          })
          await outbox.update({ ...item('a', nowMs), state: 'sending' })
          const pending = await outbox.pending()
          demandAnswers(
            pending.map(({ key, state }) => `${key} ${state}`),
            ['a sending', 'c waiting'],
            'Pending',
          )
        }),
        about('outbox', 'remembers the receipt of what was sent', async (outbox, clock) => {
          const receipt = { refs: [{ room, id: '7' }], sentAt: clock.now() }
          await outbox.add(item('a', clock.now()))
          await outbox.update({ ...item('a', clock.now()), state: 'sent', receipt })
          const known = await outbox.add(item('a', clock.now()))
          demand(known?.receipt?.refs[0]?.id === '7', 'A second send of that name has to find the receipt.')
        }),
        about('outbox', 'forgets what is removed', async (outbox, clock) => {
          await outbox.add(item('a', clock.now()))
          await outbox.remove('a')
          demand((await outbox.pending()).length === 0, 'What was removed must not be pending.')
        }),
      ],
    },
    {
      name: 'dead letters',
      cases: [
        about(
          'deadLetters',
          'are listed oldest first, until they are removed',
          async (deadLetters, clock) => {
            for (const key of ['a', 'b']) {
              const { event } = archived(key, clock.now())
              await deadLetters.add({
                key,
                handler: 'bot',
                event,
                attempts: 3,
                error: 'it failed',
                failedAtMs: clock.now(),
              })
            }
            demandAnswers(
              (await deadLetters.list()).map(({ key }) => key),
              ['a', 'b'],
              'Listed',
            )
            await deadLetters.remove('a')
            await deadLetters.remove('never there')
            demandAnswers(
              (await deadLetters.list()).map(({ key }) => key),
              ['b'],
              'Left',
            )
          },
        ),
      ],
    },
    {
      name: 'values',
      cases: [
        about('kv', 'are kept, replaced and deleted by name', async (kv) => {
          await kv.set('a', 'one')
          await kv.set('a', 'two')
          const value = await kv.get('a')
          demand(value === 'two', `The value has to be the last that was set, not ${value}.`)
          await kv.delete('a')
          demand((await kv.get('a')) === undefined, 'What was deleted has to be undefined.')
        }),
        about('kv', 'with a time to live are forgotten after it, and not before', async (kv, clock) => {
          await kv.set('a', 'one', minuteMs)
          await kv.set('b', 'kept')
          await clock.advance(minuteMs - 1)
          demand((await kv.get('a')) === 'one', 'Within its time the value is there.')
          await clock.advance(2)
          demand((await kv.get('a')) === undefined, 'After its time the value is gone.')
          demand((await kv.get('b')) === 'kept', 'A value without a time stays.')
        }),
      ],
    },
    {
      name: 'crash',
      cases: [
        {
          name: 'a store that says it is durable finds everything again that was answered for',
          run: () => demandDurable(harness),
        },
      ],
    },
  ]
}

async function demandDurable(harness: StoreHarness): Promise<void> {
  const clock = createFakeClock()
  const first = await harness.create(clock)
  if (!first.durable) return
  if (harness.reopen === undefined) {
    throw new ChatError('protocol', 'A durable store needs “reopen” in its harness.')
  }
  const { archive, claims, cursors, kv, outbox } = first
  await cursors?.set(room, 'poll', 'here')
  await claims?.claim(['done', 'under way'], 'one', minuteMs)
  await claims?.commit(['done'], 'one', 60 * minuteMs)
  await archive?.append([archived('1', clock.now())])
  await outbox?.add(item('a', clock.now()))
  await kv?.set('name', 'value')
  const second = await harness.reopen(first, clock)
  try {
    if (second.cursors)
      demand((await second.cursors.get(room, 'poll')) === 'here', 'The cursor was forgotten.')
    if (second.claims) {
      const answers = await second.claims.claim(['done', 'under way'], 'two', minuteMs)
      demandAnswers(answers, ['committed', 'held'], 'Claims of the process that died')
      await clock.advance(minuteMs + 1)
      demandAnswers(await second.claims.claim(['under way'], 'two', minuteMs), ['claimed'], 'After the lease')
    }
    if (second.archive) {
      const isNew = await second.archive.append([archived('1', clock.now())])
      demand(isNew[0] === false, 'The archive forgot an event.')
    }
    if (second.outbox) {
      demandAnswers(
        (await second.outbox.pending()).map(({ key }) => key),
        ['a'],
        'What is to be sent',
      )
    }
    if (second.kv) demand((await second.kv.get('name')) === 'value', 'The value was forgotten.')
  } finally {
    await harness.close?.(second)
    await harness.close?.(first)
  }
}
