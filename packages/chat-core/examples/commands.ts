import type { Hub, Undo } from '@wireloom/chat-core'
import { hasPart, integer, optional, rest, Router } from '@wireloom/chat-core/router'

const prices = new Map([['tea', 3]])

export const router: Router = new Router()
  .command(
    'price',
    {
      args: { count: optional(integer({ min: 1 }), 1), what: rest() },
      aliases: ['p'],
      cooldown: { userMs: 5_000 },
      help: 'Says what something costs',
    },
    (context, { count, what }) => context.reply(`${count} ${what}: ${count * (prices.get(what) ?? 0)} €`),
  )
  .command('quiet', { allow: ['owner', 'moderator'], help: 'Removes the asking' }, (context) =>
    context.remove(),
  )
  .command('help', {}, (context) => context.reply(router.help()))
  .on(hasPart('card'), (context) => context.reply('What would you like to know about it?'))
  .catch((_error, context) => context.reply('That did not work.'))

export function listen(hub: Hub): Undo {
  return router.attach(hub, { types: ['message'], mention: 'shop', timeoutMs: 10_000 })
}
