import type { Channel } from '../../../src/compat.js'
import type { Scene } from './scene.js'
import type { Scripts } from './script.js'

/** A game with the handlers of one subscribed channel. */
function game(play: (scene: Scene, channel: Channel, fire: () => void) => void): Scripts[string] {
  return async (scene) => {
    const pusher = await scene.connect()
    const channel = pusher.subscribe('room')
    await scene.settle()
    play(scene, channel, () => channel.emit('x', { n: 1 }))
  }
}

export const emitterScripts: Scripts = {
  'handlers in order, twice the same, chained': game((scene, channel, fire) => {
    const twice = (): void => scene.note('twice')
    const chained = channel
      .bind('x', twice)
      .bind('x', () => scene.note('between'))
      .bind('x', twice)
      .bind_global((event: string) => scene.note('global', event))
    scene.note('chained', chained === channel)
    fire()
  }),
  contexts: game((scene, channel, fire) => {
    const context = { name: 'context' }
    channel.bind(
      'x',
      function (this: unknown) {
        scene.note('with', this === context)
      },
      context,
    )
    channel.bind('x', function (this: unknown) {
      scene.note('without', this === globalThis)
    })
    fire()
  }),
  ...Object.fromEntries(
    (
      [
        ['nothing', []],
        ['a name', ['x']],
        ['another name', ['y']],
        ['name and handler', ['x', 'first']],
        ['name and context', ['x', null, 'context']],
        ['name, handler and context', ['x', 'first', 'context']],
        ['name, handler and another context', ['x', 'first', 'other']],
        ['handler alone', [null, 'first']],
        ['context alone', [null, null, 'context']],
        ['handler and context', [null, 'first', 'context']],
      ] as const
    ).map(([what, [name, handler, context]]) => [
      `unbinding by ${what}`,
      game((scene, channel, fire) => {
        const contexts = { context: { name: 'context' }, other: { name: 'other' } }
        const handlers = { first: () => scene.note('first'), second: () => scene.note('second') }
        for (const event of ['x', 'y']) {
          channel.bind(event, handlers.first)
          channel.bind(event, handlers.second)
          channel.bind(event, handlers.first, contexts.context)
          channel.bind(event, handlers.second, contexts.other)
        }
        channel.bind_global(() => scene.note('global'))
        channel.unbind(
          name ?? undefined,
          handler ? handlers[handler] : undefined,
          context ? contexts[context] : undefined,
        )
        fire()
        channel.emit('y')
      }),
    ]),
  ),
  'unbinding handlers of everything': game((scene, channel, fire) => {
    const first = (): void => scene.note('first')
    const second = (): void => scene.note('second')
    channel
      .bind_global(first)
      .bind_global(second)
      .bind('x', () => scene.note('named'))
    channel.unbind_global(first)
    fire()
    channel.unbind_global()
    fire()
    channel.bind_global(first)
    channel.unbind_all()
    fire()
  }),
  'a handler that takes itself off': game((scene, channel, fire) => {
    const once = (): void => {
      scene.note('once')
      channel.unbind('x', once)
    }
    channel.bind('x', once).bind('x', () => scene.note('after'))
    fire()
    fire()
  }),
  'a handler that takes the next one off': game((scene, channel, fire) => {
    const next = (): void => scene.note('next')
    channel.bind('x', () => channel.unbind('x', next)).bind('x', next)
    fire()
    fire()
  }),
  'a handler that binds another': game((scene, channel, fire) => {
    let isBound = false
    channel.bind('x', () => {
      if (isBound) return
      isBound = true
      channel.bind('x', () => scene.note('added'))
    })
    fire()
    scene.note('again')
    fire()
  }),
  'a handler of everything that takes itself off': game((scene, channel, fire) => {
    const once = (): void => {
      scene.note('once')
      channel.unbind_global(once)
    }
    channel.bind_global(once).bind_global(() => scene.note('after'))
    fire()
    scene.note('again')
    fire()
  }),
  'what emit hands over': game((scene, channel) => {
    channel.bind('x', (...values: unknown[]) => scene.note('named', ...values))
    channel.bind_global((...values: unknown[]) => scene.note('global', ...values))
    channel.emit('x')
    channel.emit('x', 'data')
    channel.emit('x', null)
    channel.emit('x', 0)
    channel.emit('x', { a: 1 }, { user_id: 'ann' })
    channel.emit('x', undefined, {})
  }),
}
