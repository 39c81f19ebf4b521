import type { BasalamSandbox } from '@wireloom/sandbox'
import { describe, expect, test } from 'vitest'
import type { Basalam, ListCall } from '../src/index.js'
import { failureOf, openBasalam } from './support/clients.js'
import { serve } from './support/serve.js'

interface Family {
  readonly name: string
  /** What the sandbox has to hold. */
  readonly prepare?: (sandbox: BasalamSandbox, basalam: Basalam) => Promise<void>
  readonly list: (basalam: Basalam, sandbox: BasalamSandbox) => ListCall<unknown, unknown>
  /** How many items and requests it takes to the end. */
  readonly items: number
  readonly requests: number
}

const firstChat = 9_001

function receive({ world }: BasalamSandbox, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) world.receive({ from: world.customer, text: String(index) })
  return Promise.resolve()
}

function openChats({ world }: BasalamSandbox): Promise<void> {
  for (let index = 0; index < 5; index += 1) world.receive({ from: world.addPerson(), text: 'x' })
  return Promise.resolve()
}

/** Each way to page that the API has, with a list that is remembered where there is one. */
const families: readonly Family[] = [
  {
    name: 'messages downwards, by id',
    prepare: (sandbox) => receive(sandbox, 7),
    list: ({ chats }) => chats.listMessages({ chatId: firstChat, limit: 3 }),
    items: 7,
    requests: 4,
  },
  {
    name: 'messages upwards, by id',
    prepare: (sandbox) => receive(sandbox, 7),
    list: ({ chats }) =>
      chats.listMessages({ chatId: firstChat, limit: 3, order: 'asc', cmp: 'gt', messageId: 70_002 }),
    items: 5,
    requests: 3,
  },
  {
    name: 'chats, by the time of their last change',
    prepare: openChats,
    list: ({ chats }) => chats.list({ limit: 3 }),
    items: 5,
    requests: 3,
  },
  {
    name: 'parcels, by a mark of the server',
    prepare: ({ world }) => {
      for (let index = 0; index < 7; index += 1) world.order({ by: world.customer })
      return Promise.resolve()
    },
    list: ({ parcels }) => parcels.list({ perPage: 3 }),
    items: 7,
    requests: 3,
  },
  {
    name: 'products, by page',
    prepare: async (_, { products }) => {
      for (let index = 0; index < 7; index += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await products.create({
          vendorId: 77,
          name: 'عسل',
          categoryId: 1,
          status: 2976,
          preparationDays: 1,
          packageWeight: 500,
        })
      }
    },
    list: ({ products }) => products.listByVendor({ vendorId: 77, perPage: 3 }),
    items: 7,
    requests: 3,
  },
  {
    name: 'transactions, by page in Laravel’s words',
    list: ({ wallet }) => wallet.listTransactions({ userId: 1 }),
    items: 4,
    requests: 2,
  },
  {
    name: 'invoices, by page, of which the answer says nothing',
    list: ({ invoices }) => invoices.listPayable({ page: 1, perPage: 3 }),
    items: 4,
    requests: 2,
  },
  {
    name: 'found products, by offset',
    list: ({ search }) => search.products({ q: 'عسل', rows: 5 }),
    items: 6,
    requests: 2,
  },
  { name: 'stories, below an id', list: ({ stories }) => stories.listMine(), items: 2, requests: 2 },
  { name: 'reels, below an index', list: ({ reels }) => reels.listMine({ limit: 2 }), items: 2, requests: 2 },
  {
    name: 'discovered stories, from an index',
    list: ({ stories }) => stories.discover({}),
    items: 2,
    requests: 2,
  },
]

async function open({ prepare, list }: Family): Promise<{
  readonly sandbox: BasalamSandbox
  readonly read: () => ListCall<unknown, unknown>
  readonly count: () => number
}> {
  const { sandbox, basalam } = await openBasalam()
  await prepare?.(sandbox, basalam)
  const before = sandbox.requests.length
  return { sandbox, read: () => list(basalam, sandbox), count: () => sandbox.requests.length - before }
}

describe.for(families)('$name:', (family) => {
  test('read to its end, each item once and no page twice', async () => {
    const { sandbox, read, count } = await open(family)
    const items: unknown[] = []
    for await (const item of read()) items.push(item)
    expect(items).toHaveLength(family.items)
    expect(count()).toBe(family.requests)
    const asked = sandbox.requests
      .slice(-family.requests)
      .map(({ search, body }) => search + JSON.stringify(body))
    expect(new Set(asked).size).toBe(family.requests)
  })

  test('left early, no further page is asked for', async () => {
    const { read, count } = await open(family)
    for await (const _ of read()) break
    expect(count()).toBe(1)
    expect(await read().toArray({ limit: 1 })).toHaveLength(1)
    expect(count()).toBe(2)
  })

  test('awaited, it is its first page, and what that names leads to the second', async () => {
    const { read, count } = await open(family)
    const { items, next } = await read()
    expect(items.length).toBeGreaterThan(0)
    expect(next).toBeDefined()
    expect(count()).toBe(1)
  })

  test('a page that fails ends the loop with what went wrong, after what came before', async () => {
    const { sandbox, read } = await open(family)
    const call = read()
    const { items } = await call
    sandbox.fail({ status: 403 })
    const seen: unknown[] = []
    const reading = (async () => {
      for await (const item of call) seen.push(item)
    })()
    expect(await failureOf(reading)).toMatchObject({ code: 'forbidden' })
    expect(seen).toHaveLength(items.length)
  })
})

test('lists that have no pages are plain arrays', async () => {
  const { basalam } = await openBasalam()
  expect(Array.isArray(await basalam.webhooks.list())).toBe(true)
  expect(Array.isArray(await basalam.webhooks.listEvents())).toBe(true)
})

test('chats that share the second at which a page ends are all listed, each once', async () => {
  const chats = [5, 4, 4, 4, 3].map((second, index) => ({
    id: index + 1,
    updated_at: `2026-06-01T10:00:0${second}Z`,
  }))
  const url = await serve((request, response) => {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams
    const before = query.get('updated_before')
    const found = chats.filter((chat) => before === null || chat.updated_at < before)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: { chats: found.slice(0, 3) } }))
  })
  const { basalam } = await openBasalam({ baseUrl: url })
  const found = await basalam.chats.list().toArray({ limit: 99 })
  expect(found.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
})
