import type { Hub, Undo } from '@wireloom/chat-core'
import { hasText, rest, Router } from '@wireloom/chat-core/router'

const prices = new Map([
  ['tea', 3],
  ['عسل', 5],
])

/** Greets, answers `!price`, and deletes a banned word where the platform can. It knows of no platform. */
export const shopBot: Router = new Router()
  .on(hasText(/\bcasino\b/i), async ({ event, room }) => {
    if (room.can('message.delete')) await room.delete(event.message.ref)
  })
  .on(hasText(/^(hi|hello|سلام)(?!\p{L})/iu), (context) =>
    context.reply(`Hello, ${context.event.message.author.name}!`),
  )
  .command('price', { args: { what: rest() }, help: 'Says what something costs' }, (context, { what }) =>
    context.reply(prices.has(what) ? `${what}: ${prices.get(what)} €` : `There is no ${what} here.`),
  )

export function openShop(hub: Hub): Undo {
  return shopBot.attach(hub, { types: ['message'], name: 'shop' })
}
