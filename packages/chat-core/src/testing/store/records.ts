import { demand, demandAnswers } from '../demand.js'
import type { Suite } from '../suite.js'
import type { About } from './harness.js'
import { archived, item, otherRoom, room } from './samples.js'

/** What was heard, what is to be said, and what could not be handled. */
export function recordSuites(about: About): readonly Suite[] {
  return [
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
  ]
}
