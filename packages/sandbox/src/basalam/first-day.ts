import type { BasalamWorld } from './world.js'

/** What has happened where nobody can say what should: one message and one order of the customer. */
export function playFirstDay(world: BasalamWorld): void {
  const { customer } = world
  world.receive({ from: customer, text: 'سلام، عسل دارید؟' })
  world.order({ by: customer, title: 'عسل' })
}
