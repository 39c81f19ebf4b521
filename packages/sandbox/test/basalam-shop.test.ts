import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startSandbox, type BasalamSandbox } from '../src/index.js'
import { createManualClock, type ManualClock } from './support/manual-clock.js'

type Wire = Record<string, unknown>
type Ask = (method: string, path: string, body?: unknown, token?: string) => Promise<Wire>

async function open(clock?: ManualClock): Promise<{ readonly basalam: BasalamSandbox; readonly ask: Ask }> {
  const sandbox = await startSandbox(clock === undefined ? {} : { clock })
  onTestFinished(() => sandbox.close())
  const { basalam } = sandbox
  return {
    basalam,
    async ask(method, path, body, token = basalam.personalToken.accessToken) {
      const response = await fetch(`${basalam.apiUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: response.status, ...((await response.json()) as Wire) }
    },
  }
}

interface Arrived {
  readonly url: string | undefined
  readonly method: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Wire
}

/** A receiver of webhooks, and what came. */
async function receive(status = 200): Promise<{ readonly url: string; readonly arrived: Arrived[] }> {
  const arrived: Arrived[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const { url, method, headers } = request
      arrived.push({ url, method, headers, body: JSON.parse(text) as Wire })
      response.writeHead(status).end('noted')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived }
}

function register(ask: Ask, url: string, more: object = {}, token?: string): Promise<Wire> {
  const webhook = {
    url,
    event_ids: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    request_method: 'POST',
    request_headers: '{"X-Secret":"s"}',
    register_me: true,
    ...more,
  }
  return ask('POST', '/v1/webhooks', webhook, token)
}

const dataOf = ({ data }: Wire): readonly Wire[] => data as readonly Wire[]

describe('webhooks', () => {
  test('are registered, listed, changed and removed; each sees their own', async () => {
    const { basalam, ask } = await open()
    const { accessToken } = basalam.tokenOf(basalam.world.customer)
    const made = await register(ask, 'https://a.example/')
    expect(made).toMatchObject({
      url: 'https://a.example/',
      request_headers: { 'X-Secret': 's' },
      is_active: true,
    })
    expect(
      await ask('PATCH', `/v1/webhooks/${String(made['id'])}`, { event_ids: [1], is_active: false }),
    ).toMatchObject({
      events: [{ id: 1, name: 'CHAT_RECEIVED_MESSAGE' }],
      is_active: false,
    })
    expect(dataOf(await ask('GET', '/v1/webhooks?event_ids=1,2'))).toHaveLength(1)
    expect(dataOf(await ask('GET', '/v1/webhooks?event_ids=2'))).toEqual([])
    expect(dataOf(await ask('GET', '/v1/webhooks', undefined, accessToken))).toEqual([])
    const path = `/v1/webhooks/${String(made['id'])}`
    expect(await ask('DELETE', path, undefined, accessToken)).toMatchObject({ status: 404 })
    expect(await ask('DELETE', path)).toMatchObject({ status: 200, id: made['id'] })
    expect(await ask('GET', `${path}/logs`)).toMatchObject({ status: 404 })
    expect(dataOf(await ask('GET', '/v1/webhooks/services'))).toHaveLength(1)
    expect(dataOf(await ask('GET', '/v1/webhooks/events'))).toHaveLength(9)
  })

  test('are told of what was written, in the words of deliveries and with the headers of the registration', async () => {
    const { basalam, ask } = await open()
    const { url, arrived } = await receive()
    await register(ask, `${url}/hook?event=1`, { request_method: 'PUT', event_ids: [1] })
    const { customer } = basalam.world
    const { id, chatId } = basalam.world.receive({ from: customer, text: 'سلام' })
    await basalam.webhooks.settled()
    expect(arrived).toMatchObject([
      {
        url: '/hook?event=1',
        method: 'PUT',
        headers: { 'x-secret': 's', 'content-type': 'application/json' },
        body: {
          id,
          chat_id: chatId,
          message: { text: 'سلام', files: [], links: {}, entity_id: null },
          sender_id: customer.id,
          message_type: 'text',
          seen_at: null,
        },
      },
    ])
    expect(basalam.webhooks.deliveries).toMatchObject([
      { eventId: 1, customerId: basalam.userId, status: 200 },
    ])
  })

  test('hear of those who joined them, and of nobody else', async () => {
    const { basalam, ask } = await open()
    const { url, arrived } = await receive()
    const { customer } = basalam.world
    const { accessToken } = basalam.tokenOf(customer)
    const { id } = await register(ask, url, { register_me: false })
    const say = async (text: string): Promise<number> => {
      basalam.world.receive({ from: customer, text })
      await basalam.webhooks.settled()
      return arrived.length
    }
    expect(await say('one')).toBe(0)
    await ask('POST', '/v1/customers/webhooks', { webhook_id: id }, accessToken)
    expect(await say('two')).toBe(1)
    expect(basalam.webhooks.deliveries).toMatchObject([{ eventId: 4, customerId: customer.id }])
    expect(dataOf(await ask('GET', '/v1/webhooks/customers'))).toMatchObject([{ customer_id: customer.id }])
    expect(dataOf(await ask('GET', '/v1/customers/webhooks', undefined, accessToken))).toMatchObject([{ id }])
    await ask('DELETE', '/v1/customers/webhooks', { webhook_id: id }, accessToken)
    expect(await say('three')).toBe(1)
  })

  test('are told late, twice, out of order, with other headers or not at all, where a fault says so', async () => {
    const clock = createManualClock()
    const { basalam, ask } = await open(clock)
    const { url, arrived } = await receive()
    await register(ask, url, { event_ids: [1] })
    const say = async (text: string): Promise<readonly unknown[]> => {
      basalam.world.receive({ from: basalam.world.customer, text })
      await basalam.webhooks.settled()
      return arrived
        .splice(0)
        .map(({ body, headers }) => [(body['message'] as Wire)['text'], headers['x-secret']])
    }
    basalam.webhooks.misbehave({ how: 'twice' })
    expect(await say('a')).toEqual([
      ['a', 's'],
      ['a', 's'],
    ])
    basalam.webhooks.misbehave({ how: 'lost', next: 2 })
    expect([await say('b'), await say('c')]).toEqual([[], []])
    basalam.webhooks.misbehave({ how: 'wrong_headers' })
    expect(await say('d')).toEqual([['d', 'somebody-elses']])
    basalam.webhooks.misbehave({ how: 'out_of_order' })
    expect(await say('e')).toEqual([])
    expect(new Set(await say('f'))).toEqual(
      new Set([
        ['e', 's'],
        ['f', 's'],
      ]),
    )
    basalam.webhooks.misbehave({ how: 'late', byMs: 1_000 })
    expect(await say('g')).toEqual([])
    clock.advance(1_000)
    await basalam.webhooks.settled()
    expect(arrived).toHaveLength(1)
  })

  test('that are switched off, or lead off this machine, are sent nothing; what was tried is in the logs', async () => {
    const { basalam, ask } = await open()
    const { url, arrived } = await receive(503)
    const { id } = await register(ask, url, { event_ids: [1] })
    await register(ask, 'https://shop.example/', { event_ids: [1] })
    basalam.world.receive({ from: basalam.world.customer, text: 'x' })
    await basalam.webhooks.settled()
    expect(new Set(basalam.webhooks.deliveries.map(({ status }) => status))).toEqual(new Set([0, 503]))
    basalam.webhooks.switchOff()
    basalam.world.receive({ from: basalam.world.customer, text: 'y' })
    await basalam.webhooks.settled()
    expect(arrived).toHaveLength(1)
    expect(dataOf(await ask('GET', `/v1/webhooks/${String(id)}/logs`))).toMatchObject([
      { status_code: 503, response: 'noted' },
    ])
  })
})

describe('products', () => {
  const product = {
    name: 'عسل كوهی',
    category_id: 7,
    status: 2976,
    preparation_days: 2,
    package_weight: 500,
    primary_price: 1_250_000,
    stock: 3,
  }

  test('are read as they were made and changed, alone and in lists, and webhooks are told', async () => {
    const { basalam, ask } = await open()
    const { url, arrived } = await receive()
    await register(ask, url)
    const made = await ask('POST', '/v1/vendors/77/products', product)
    expect(made).toMatchObject({
      status: { value: 2976 },
      title: 'عسل كوهی',
      price: 1_250_000,
      inventory: 3,
      vendor: { id: 77 },
    })
    const path = `/v1/products/${String(made['id'])}`
    await ask('PATCH', path, { stock: 2 })
    expect(await ask('GET', path)).toMatchObject({ id: made['id'], inventory: 2, title: 'عسل كوهی' })
    await ask('PATCH', '/v1/vendors/77/products/batch-updates', { data: [{ id: made['id'], stock: 1 }] })
    expect(await ask('GET', '/v1/vendors/77/products')).toMatchObject({
      total_count: 1,
      data: [{ id: made['id'], inventory: 1 }],
    })
    expect(await ask('GET', `/v1/products?ids=${String(made['id'])}`)).toMatchObject({
      data: [{ title: 'عسل كوهی' }],
    })
    await basalam.webhooks.settled()
    expect(arrived.map(({ body }) => body['id'])).toEqual([made['id'], made['id'], made['id']])
    expect(basalam.world.products).toMatchObject([{ given: { stock: 1 } }])
  })

  test('that nobody made are made up', async () => {
    const { ask } = await open()
    expect(await ask('GET', '/v1/products/5')).toMatchObject({ id: 7 })
    expect(await ask('GET', '/v1/vendors/1/products')).toMatchObject({ total_page: 2 })
  })
})

test('a token tells whose it is', async () => {
  const { basalam, ask } = await open()
  const { owner, customer, vendorId } = basalam.world
  expect(await ask('GET', '/v1/users/me')).toMatchObject({
    id: owner.id,
    name: owner.name,
    vendor: { id: vendorId },
  })
  const { accessToken } = basalam.tokenOf(customer)
  expect(await ask('GET', '/v1/users/me', undefined, accessToken)).toMatchObject({
    id: customer.id,
    vendor: null,
  })
})

describe('orders', () => {
  test('are seen by customer and vendor, move on as parcels do, and webhooks are told', async () => {
    const { basalam, ask } = await open()
    const { url } = await receive()
    const { customer } = basalam.world
    const { accessToken } = basalam.tokenOf(customer)
    await register(ask, url)
    await register(ask, url, {}, accessToken)
    const { id, parcelId, itemId } = basalam.world.order({ by: customer, quantity: 2, price: 500_000 })
    expect(await ask('GET', '/v1/customer-orders', undefined, accessToken)).toMatchObject({
      data: [{ id, amount: 1_000_000 }],
    })
    expect(await ask('GET', `/v1/customer-orders/items/${itemId}`, undefined, accessToken)).toMatchObject({
      quantity: 2,
      order: { id },
    })
    expect(await ask('GET', '/v1/vendor-parcels?statuses=3739')).toMatchObject({
      data: [{ id: parcelId, status: { id: 3739 }, order: { customer: { user: { id: customer.id } } } }],
    })
    expect(await ask('POST', `/v1/vendor-parcels/${parcelId}/set-preparation`)).toMatchObject({
      result: true,
    })
    await ask('POST', `/v1/vendor-parcels/${parcelId}/set-posted`, {
      shipping_method: 3197,
      tracking_code: '123',
    })
    expect(await ask('GET', `/v1/vendor-parcels/${parcelId}`)).toMatchObject({
      status: { id: 3238 },
      is_confirmed: true,
      post_receipt: { tracking_code: '123' },
    })
    expect(dataOf(await ask('GET', '/v1/vendor-parcels?statuses=3739'))).toEqual([])
    await basalam.webhooks.settled()
    const told = basalam.webhooks.deliveries.map(({ eventId, customerId }) => `${eventId} ${customerId}`)
    expect(told.toSorted()).toEqual(
      [
        `6 ${customer.id}`,
        `5 ${basalam.userId}`,
        ...[1, 2].flatMap(() => [`2 ${customer.id}`, `3 ${basalam.userId}`, `7 ${basalam.userId}`]),
      ].toSorted(),
    )
  })

  test('are listed by cursor', async () => {
    const { basalam, ask } = await open()
    for (let index = 0; index < 5; index += 1) basalam.world.order({ by: basalam.world.customer })
    const first = await ask('GET', '/v1/vendor-parcels?per_page=3')
    const rest = await ask('GET', `/v1/vendor-parcels?per_page=3&cursor=${String(first['next_cursor'])}`)
    expect([dataOf(first).length, dataOf(rest).length, rest['next_cursor']]).toEqual([3, 2, undefined])
  })
})

describe('chats', () => {
  test('what is unseen moves as both sides read', async () => {
    const { basalam, ask } = await open()
    const { world } = basalam
    const { chatId } = world.receive({ from: world.customer, text: 'سلام' })
    const unseen = async (token?: string): Promise<unknown> =>
      (await ask('GET', '/v1/chats/unseen-count', undefined, token))['count']
    const { accessToken } = basalam.tokenOf(world.customer)
    expect([await unseen(), await unseen(accessToken)]).toEqual([1, 0])
    world.read(world.customer)
    await ask('POST', `/v1/chats/${chatId}/messages`, { message_type: 'text', content: { text: 'بله' } })
    expect([await unseen(), await unseen(accessToken)]).toEqual([0, 1])
    world.see(world.customer)
    expect(await unseen(accessToken)).toBe(0)
  })

  test('messages are edited and removed from the other side', async () => {
    const { basalam, ask } = await open()
    const { world } = basalam
    const [a, b] = ['a', 'b'].map((text) => world.receive({ from: world.customer, text }))
    world.edit(a?.id ?? 0, { text: 'c' })
    world.remove(b?.id ?? 0)
    const { data } = await ask('GET', `/v1/chats/${a?.chatId ?? 0}/messages`)
    expect(data).toMatchObject({ messages: [{ id: a?.id, content: { text: 'c' } }] })
    expect(() => world.edit(1, {})).toThrow('There is no message 1')
    expect(() => world.remove(1)).toThrow('There is no message 1')
  })
})

test('a fault can say what is wrong with single members, in the shape of the service', async () => {
  const { basalam, ask } = await open()
  const fields = [{ path: 'body.title', message: 'کوتاه است' }]
  basalam.fail({ fields, times: 3 })
  expect(await ask('GET', '/v1/plans')).toEqual({
    status: 422,
    detail: [{ loc: ['body', 'title'], msg: 'کوتاه است', type: 'value_error' }],
  })
  expect(await ask('GET', '/v1/baskets')).toMatchObject({
    errors: [{ location: 'body.title', message: 'کوتاه است' }],
  })
  expect(await ask('GET', '/v1/vendor-parcels')).toMatchObject({ errors: [{ code: 422, fields: ['title'] }] })
})
