// The bot under test. It may be killed at any moment, so that whatever it has to tell afterwards goes to files, at once.
import { Basalam } from '@wireloom/basalam'
import { basalamAdapter } from '@wireloom/basalam/chat'
import { createBackfill, createHub, createOutbox, isChatError, type Hub } from '@wireloom/chat-core'
import { Kick } from '@wireloom/kick'
import { kickAdapter, pusherSocket, siteHistory, siteLookup } from '@wireloom/kick-chat'
import { createSqliteStore } from '@wireloom/store-sqlite'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { files, marks, type Plan, type WorkerReport } from './plan.ts'

// Its master is gone: nobody will ever ask for its account.
const abandoned = (): never => process.exit(1)
process.once('disconnect', abandoned)
process.once('message', (plan) => {
  run(plan as Plan).catch((error: unknown) => {
    tell({ type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    process.exitCode = 1
  })
})

async function run(plan: Plan): Promise<void> {
  const store = createSqliteStore({ path: join(plan.folder, files.store) })
  const hub = createHub({ store, outbox: createOutbox(), backfill: createBackfill({ maxPages: 20 }) })
  hub.on('error', ({ message }) => void process.stderr.write(`${message}\n`))
  hub.on('gap', (gap) => appendFileSync(join(plan.folder, files.gaps), `${JSON.stringify(gap)}\n`))
  answer(hub, join(plan.folder, files.handled))
  await Promise.all([addKick(hub, plan), addBasalam(hub, plan)])
  process.once('message', () => void stop(hub, store))
  await untilLive(hub)
  tell({ type: 'live' })
}

/** Notes every message it is handed, and answers questions. */
function answer(hub: Hub, path: string): void {
  hub.on(
    'message',
    async ({ message: { text } }, { key, room }) => {
      appendFileSync(path, `${key}\n`)
      if (text.startsWith(marks.question)) {
        await room?.send(marks.answer + text.slice(marks.question.length), {
          key: `answer ${key}`,
          onUnknown: 'verify',
          deadlineMs: 3_600_000,
        })
      }
      if (text.startsWith(marks.end)) tell({ type: 'ended', text })
    },
    { name: 'answer', order: 'author', attempts: 5, limit: 100_000 },
  )
}

async function addKick(hub: Hub, { kick: { siteUrl, apiUrl, token, rooms, pusher } }: Plan): Promise<void> {
  const adapter = kickAdapter({
    kick: new Kick({ token, baseUrl: apiUrl }),
    socket: pusherSocket({ ...pusher, tls: false, reconnect: { maxDelayMs: 100, stableAfterMs: 50 } }),
    lookup: siteLookup({ baseUrl: siteUrl }),
    history: siteHistory({ baseUrl: siteUrl }),
  })
  const refs = await Promise.all(rooms.map((slug) => persist(() => adapter.room(slug))))
  await persist(() => hub.add(adapter, { rooms: refs }))
}

async function addBasalam(hub: Hub, { basalam: { apiUrl, token } }: Plan): Promise<void> {
  const basalam = new Basalam({ token, baseUrl: apiUrl })
  await persist(() =>
    hub.add(
      basalamAdapter({ basalam, activeIntervalMs: 50, idleIntervalMs: 200, maxRequestsPerMinute: 60_000 }),
    ),
  )
}

/** Platforms have their bad moments at the start too. */
async function persist<Value>(action: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- try after try
      return await action()
    } catch (error) {
      if (!isChatError(error) || !error.retryable) throw error
    }
    // oxlint-disable-next-line no-await-in-loop -- between tries
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function untilLive(hub: Hub): Promise<void> {
  const isLive = (): boolean => {
    const { accounts } = hub.inspect()
    return (
      accounts.length === 2 && accounts.every(({ sources }) => sources.every(({ state }) => state === 'live'))
    )
  }
  await until(isLive)
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    // oxlint-disable-next-line no-await-in-loop -- until it is so
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Everything that was taken is handled, and everything that was to be said is said. */
async function stop(hub: Hub, store: AsyncDisposable): Promise<void> {
  // What was claimed by a life before this one is handled once that claim runs out.
  await until(() => hub.inspect().rooms.every(({ unfinished }) => unfinished === 0))
  await hub.close({ timeoutMs: 60_000 })
  await store[Symbol.asyncDispose]()
  process.off('disconnect', abandoned)
  process.disconnect()
}

function tell(report: WorkerReport): void {
  process.send?.(report)
}
