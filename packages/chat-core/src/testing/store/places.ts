import { demand, demandAnswers } from '../demand.js'
import type { Suite } from '../suite.js'
import type { About } from './harness.js'
import { minuteMs, otherRoom, room } from './samples.js'

/** Where readers left off, and small values by name. */
export function placeSuites(about: About): readonly Suite[] {
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
  ]
}
