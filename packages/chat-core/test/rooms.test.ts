import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  completeCapabilities,
  operations,
  type AdapterOperations,
  type Capability,
  type HistoryQuery,
  type Message,
  type Operation,
  type Room,
} from '../src/index.js'
import { createDesk, messageOf, roomOf, said } from './support/desk.js'

const lobby = roomOf('lobby')
const native: Capability = { level: 'native', official: true }

/** Every method a room may have, each called by its operation. */
const calls: Readonly<Partial<Record<Operation, (room: never) => Promise<unknown>>>> = {
  'message.send': (room: Room) => room.send('hi'),
  'message.reply': (room: Room) => room.send('hi', { replyTo: { room: lobby, id: '1' } }),
  'message.edit': (room: { edit(id: string, text: string): Promise<void> }) => room.edit('1', 'new'),
  'message.delete': (room: { delete(id: string): Promise<void> }) => room.delete('1'),
  'message.forward': (room: { forward(id: string, to: unknown): Promise<void> }) => room.forward('1', lobby),
  'message.seen': (room: { markSeen(id: string): Promise<void> }) => room.markSeen('1'),
  'typing.send': (room: { sendTyping(): Promise<void> }) => room.sendTyping(),
  'user.ban': (room: { ban(id: string): Promise<void> }) => room.ban('7'),
  'user.timeout': (room: { timeout(id: string, ms: number): Promise<void> }) => room.timeout('7', 1_000),
  'user.release': (room: { release(id: string): Promise<void> }) => room.release('7'),
  'history.read': (room: Room) => room.history(),
  'member.list': (room: { members(): Promise<unknown> }) => room.members(),
  'media.upload': (room: { upload(file: Blob): Promise<unknown> }) => room.upload(new Blob([])),
}

function recorder() {
  const asked: unknown[] = []
  const note =
    (name: string, answer?: unknown) =>
    (...values: readonly unknown[]): Promise<never> => {
      asked.push([name, ...values.filter((value) => typeof value !== 'object' || Array.isArray(value))])
      return Promise.resolve(answer as never)
    }
  const adapterOperations: AdapterOperations = {
    edit: note('edit'),
    delete: note('delete'),
    forward: note('forward'),
    markSeen: note('markSeen'),
    sendTyping: note('sendTyping'),
    ban: note('ban'),
    timeout: note('timeout'),
    release: note('release'),
    members: note('members', []),
    rooms: note('rooms', [lobby]),
    openRoom: note('openRoom', lobby),
    upload: note('upload', {}),
  }
  const send = note('send', { refs: [], sentAt: 0 })
  const history = note('history', { messages: [], complete: true })
  return { asked, session: { operations: adapterOperations, send, history } }
}

/** A room as somebody without types sees it. */
type ChatRoomLike = Record<'ban' | 'delete' | 'edit' | 'timeout', (...values: unknown[]) => Promise<unknown>>

describe('a room', () => {
  test('refuses every operation that is none before the adapter is asked', async () => {
    const { asked, session } = recorder()
    const { hub } = await createDesk({ session })
    const room = hub.room(lobby)
    for (const operation of operations) {
      expect(room.can(operation), operation).toBe(false)
      expect(() => room.demand(operation), operation).toThrow(
        expect.objectContaining({ code: 'unsupported', operation }),
      )
    }
    const refused = Object.entries(calls).map(([operation, call]) =>
      expect(call(room as never), operation).rejects.toMatchObject({
        code: 'unsupported',
        operation,
        platform: 'toy',
      }),
    )
    await Promise.all(refused)
    expect(asked).toEqual([])
    await hub.close()
  })

  test.each<readonly [string, (room: ChatRoomLike) => Promise<unknown>]>([
    ['a message without an id', (room) => room.delete('')],
    ['no message', (room) => room.delete(undefined)],
    ['no messages at all', (room) => room.delete([])],
    ['a message of no room', (room) => room.edit({ id: '1' }, 'words')],
    ['nobody', (room) => room.ban(undefined)],
    ['a number for a user', (room) => room.ban(5)],
    ['a time without end', (room) => room.timeout('ann', Infinity)],
  ])('refuses %s before the adapter is asked', async (_what, call) => {
    const { asked, session } = recorder()
    const all = Object.fromEntries(operations.map((name) => [name, native]))
    const { hub } = await createDesk({ session, capabilities: all })
    await expect(call(hub.room(lobby) as never)).rejects.toMatchObject({ code: 'invalid' })
    expect(asked).toEqual([])
    await hub.close()
  })

  test.each(['nope', '__proto__', 'constructor', ''])('knows no operation %j', async (operation) => {
    const { hub } = await createDesk()
    for (const call of [
      () => hub.room(lobby).can(operation as never),
      () => hub.room(lobby).demand(operation as never),
    ])
      expect(call).toThrow(expect.objectContaining({ code: 'invalid' }))
    await hub.close()
  })

  test.each([
    ['nothing', undefined, 'room.platform'],
    ['a number for an id', { ...lobby, room: 7 }, 'room.room'],
    ['no account', { ...lobby, account: '' }, 'room.account'],
    ['a kind that there is not', { ...lobby, kind: 'private' }, 'room.kind'],
  ])('is none with %s for a reference', async (_what, ref, name) => {
    const { feed, hub } = await createDesk()
    const refused = expect.objectContaining({ code: 'invalid', message: expect.stringContaining(name) })
    expect(() => hub.room(ref as never)).toThrow(refused)
    if (ref !== undefined) expect(() => feed.offer(said('1', ref as never))).toThrow(refused)
    await hub.close()
  })

  test('of a closed hub hears nothing any more, and says so', async () => {
    const { hub } = await createDesk()
    const room = hub.room(lobby)
    await hub.close()
    expect(() => room.on('message', () => undefined)).toThrow(/closed/)
    expect(() => room.stream()).toThrow(/closed/)
    await expect(room.join()).rejects.toMatchObject({ code: 'closed' })
  })

  test('refuses what the token is known not to be allowed, and says which scope is missing', async () => {
    const { asked, session } = recorder()
    const denied = { ...native, scope: 'chat:write', granted: false }
    const { hub } = await createDesk({ session, capabilities: { 'message.send': denied } })
    await expect(hub.room(lobby).send('hi')).rejects.toMatchObject({
      code: 'missing_scope',
      message: expect.stringContaining('chat:write'),
    })
    expect(asked).toEqual([])
    await hub.close()
  })

  test('asks the adapter for every operation that is not none', async () => {
    const { asked, session } = recorder()
    const all = completeCapabilities(Object.fromEntries(operations.map((name) => [name, native])))
    const { hub } = await createDesk({ session, capabilities: all })
    const room = hub.room(lobby)
    for (const operation of operations) expect(room.can(operation)).toBe(true)
    await Promise.all(Object.values(calls).map((call) => call(room as never)))
    expect(asked.flat()).toEqual(
      expect.arrayContaining(['edit', 'forward', 'markSeen', 'sendTyping', 'members', 'upload']),
    )
    expect(asked).toEqual(
      expect.arrayContaining([
        ['ban', '7'],
        ['timeout', '7', 1_000],
        ['release', '7'],
      ]),
    )
    await hub.close()
  })

  test('says so where an adapter claims what it has no method for', async () => {
    const all = completeCapabilities(Object.fromEntries(operations.map((name) => [name, native])))
    const { hub } = await createDesk({ capabilities: all })
    await Promise.all(
      Object.entries(calls).map(([operation, call]) =>
        expect(call(hub.room(lobby) as never), operation).rejects.toMatchObject({ code: 'unsupported' }),
      ),
    )
    await hub.close()
  })

  test('narrows to what it can do', async () => {
    const { session } = recorder()
    const { hub } = await createDesk({
      session,
      capabilities: { 'message.edit': native, 'user.timeout': native },
    })
    const room: Room = hub.room(lobby)
    expectTypeOf(room).not.toHaveProperty('edit')
    if (room.can('message.edit')) {
      expectTypeOf(room).toHaveProperty('edit')
      expectTypeOf(room).not.toHaveProperty('ban')
      if (room.can('user.ban')) expectTypeOf(room).toHaveProperty('ban')
    }
    expectTypeOf<ReturnType<typeof room.demand<'user.timeout'>>['timeout']>()
      .parameter(1)
      .toEqualTypeOf<number>()
    await expect(room.demand('user.timeout').timeout('7', 0)).rejects.toMatchObject({ code: 'invalid' })
    await expect(room.demand('user.timeout').timeout({ id: null }, 5)).rejects.toMatchObject({
      code: 'invalid',
    })
    await hub.close()
  })

  test('is the same object for the same reference, and there before its account is', async () => {
    const { hub } = await createDesk()
    expect(hub.room({ ...lobby })).toBe(hub.room(lobby))
    const stranger = hub.room({ ...lobby, account: 'somebody' })
    expect(stranger.can('message.send')).toBe(false)
    await expect(stranger.send('hi')).rejects.toMatchObject({
      code: 'not_found',
      message: /somebody.*hub\.add/,
    })
    await hub.close()
  })

  test('pages back through its history, newest first, as far as it is asked to', async () => {
    const queries: HistoryQuery[] = []
    const pages: Record<string, readonly Message[]> = {
      newest: [messageOf('5', lobby, { sentAt: 50 }), messageOf('6', lobby, { sentAt: 60 })],
      '5': [messageOf('3', lobby, { sentAt: 30 }), messageOf('4', lobby, { sentAt: 40 })],
      '3': [messageOf('1', lobby, { sentAt: 10 }), messageOf('2', lobby, { sentAt: 20 })],
    }
    const { hub } = await createDesk({
      capabilities: { 'history.read': native },
      session: {
        history: async (_, query) => {
          queries.push(query)
          const messages = pages[query.before ?? 'newest'] ?? []
          const first = messages[0]?.ref.id
          return { messages, complete: true, ...(first !== undefined && first !== '1' && { before: first }) }
        },
      },
    })
    const room = hub.room(lobby)
    const read = async (options?: {
      readonly limit?: number
      readonly sinceMs?: number
    }): Promise<string> => {
      const ids: string[] = []
      for await (const { ref } of room.messages(options)) ids.push(ref.id)
      return ids.join('')
    }
    expect(await read()).toBe('654321')
    expect(await read({ limit: 3 })).toBe('654')
    expect(await read({ sinceMs: 30 })).toBe('6543')
    expect(queries).toHaveLength(3 + 2 + 3)
    await expect(room.history({ before: '1', after: '2' })).rejects.toMatchObject({ code: 'invalid' })
    await hub.close()
  })
})

describe('an account', () => {
  test('lists its rooms and opens new ones, where it can', async () => {
    const { session } = recorder()
    const { hub } = await createDesk({ capabilities: { 'room.list': native, 'room.open': native } })
    const account = await hub.add({
      platform: 'other',
      open: async () => ({
        account: 'me',
        capabilities: () => ({ 'room.list': native }),
        sources: [],
        close: () => Promise.resolve(),
        ...session,
      }),
    })
    expect(await account.rooms()).toEqual([hub.room(lobby)])
    await expect(account.openRoom('7')).rejects.toMatchObject({ code: 'unsupported', operation: 'room.open' })
    await account.remove()
    await account.remove()
    expect(hub.inspect().accounts).toHaveLength(1)
    await hub.close()
  })
})
