import { Router } from '@wireloom/chat-core/router'
import { contenders as dispatch, counter, measure as measureAmong } from './dispatch-contenders.mjs'
import { openHub } from './hub.mjs'
import { arrivalOf } from './messages.mjs'

/** A hub whose messages go through a router with so many middlewares, each of which only hands on. */
async function router(middlewares) {
  const { hub, sink } = await openHub()
  const { handle, reached } = counter()
  const built = new Router()
  for (let left = middlewares; left > 0; left -= 1) built.use((_context, next) => next())
  built.on('message', handle).attach(hub, { types: ['message'], order: 'room', limit: 100_000 })
  return { prepare: (message) => [arrivalOf(message)], offer: (arrivals) => sink.offer(arrivals), reached }
}

export const contenders = {
  'a promise chain for each room': dispatch['a promise chain for each room'],
  'hub, with dedupe and watermark': dispatch['hub, with dedupe and watermark'],
  'the same, and a router': () => router(0),
  'the same, and five middlewares': () => router(5),
}

export const measure = (name, count) => measureAmong(name, count, contenders)
