import { describe, expect, onTestFinished, test } from 'vitest'
import { startSandbox, type BasalamSandbox } from '../src/index.js'

type Wire = Record<string, unknown>

/** A sandbox, and a way to ask it as the owner of the personal token. */
async function open(): Promise<{
  basalam: BasalamSandbox
  ask: (method: string, path: string, body?: unknown) => Promise<Wire>
}> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { basalam } = sandbox
  return {
    basalam,
    async ask(method, path, body) {
      const response = await fetch(`${basalam.apiUrl}${path}`, {
        method,
        headers: { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: response.status, ...((await response.json()) as Wire) }
    },
  }
}

const messagesOf = ({ data }: Wire): readonly Wire[] => (data as { messages: readonly Wire[] }).messages
const chatsOf = ({ data }: Wire): readonly Wire[] => (data as { chats: readonly Wire[] }).chats
const idsOf = (items: readonly Wire[]): readonly unknown[] => items.map(({ id }) => id)

describe('chats', () => {
  test('the same two people have one chat, by id or by hash', async () => {
    const { basalam, ask } = await open()
    const sara = basalam.world.addPerson('Sara')
    const first = await ask('POST', '/v1/chats', { user_id: sara.id })
    const second = await ask('POST', '/v1/chats', { hash_id: sara.hashId })
    expect(second['data']).toEqual(first['data'])
    expect(first['data']).toMatchObject({ chat_type: 'private', contact: { id: sara.id, name: 'Sara' } })
    expect(await ask('POST', '/v1/chats', { user_id: 1 })).toMatchObject({ status: 404 })
  })

  test('are listed by their last change, page after page, and those unseen alone', async () => {
    const { basalam, ask } = await open()
    const [a, b, c] = ['a', 'b', 'c'].map(
      (name) => basalam.world.receive({ from: basalam.world.addPerson(name), text: name }).chatId,
    )
    await ask('POST', `/v1/chats/${a}/messages`, { message_type: 'text', content: { text: 'x' } })
    const first = chatsOf(await ask('GET', '/v1/chats?limit=2'))
    expect(idsOf(first)).toEqual([a, c])
    const rest = await ask('GET', `/v1/chats?limit=2&updated_before=${String(first[1]?.['updated_at'])}`)
    expect(idsOf(chatsOf(rest))).toEqual([b])
    expect(chatsOf(await ask('GET', '/v1/chats?filters=unseen'))).toHaveLength(3)
    expect(await ask('GET', '/v1/chats/unseen-count')).toMatchObject({ count: 3, more_than_count: false })
    await ask('DELETE', '/v1/chats', { chat_ids: [b] })
    expect(idsOf(chatsOf(await ask('GET', '/v1/chats')))).toEqual([a, c])
  })
})

describe('messages', () => {
  test('are read again as they were written, with what they answer', async () => {
    const { basalam, ask } = await open()
    const question = basalam.world.receive({ from: basalam.world.addPerson(), text: 'كتاب‌ها ۱۲؟' })
    const sent = await ask('POST', `/v1/chats/${question.chatId}/messages`, {
      message_type: 'picture',
      content: { text: 'بله' },
      attachment: { files: [{ id: 1, url: 'https://files.invalid/1' }] },
      replied_message_id: question.id,
      temp_id: 4,
    })
    expect(sent).toMatchObject({
      temp_id: 4,
      data: {
        message_type: 'picture',
        content: { text: 'بله', files: [{ id: 1, url: 'https://files.invalid/1' }] },
        replied_message: { id: question.id, content: { text: 'كتاب‌ها ۱۲؟' } },
        sender: { id: basalam.userId },
      },
    })
    expect(messagesOf(await ask('GET', `/v1/chats/${question.chatId}/messages`))[0]).toEqual(sent['data'])
  })

  test('are paged both ways from a message, with it or without', async () => {
    const { basalam, ask } = await open()
    const from = basalam.world.addPerson()
    const written = ['1', '2', '3', '4', '5'].map((text) => basalam.world.receive({ from, text }))
    const [, second, third, fourth] = written.map(({ id }) => id)
    const path = `/v1/chats/${written[0]?.chatId}/messages`
    const list = async (query: string): Promise<unknown> =>
      idsOf(messagesOf(await ask('GET', `${path}?${query}`)))
    expect(await list(`message_id=${fourth}&limit=2`)).toEqual([third, second])
    expect(await list(`message_id=${second}&limit=2&order=asc&cmp=gt`)).toEqual([third, fourth])
    expect(await list(`message_id=${third}&limit=1&cmp=lte`)).toEqual([third])
    expect(await list(`message_id=${third}&limit=1&order=asc&cmp=gte`)).toEqual([third])
  })

  test('are edited, forwarded and deleted', async () => {
    const { basalam, ask } = await open()
    const received = basalam.world.receive({ from: basalam.world.addPerson(), text: 'hi' })
    const path = `/v1/chats/${received.chatId}/messages`
    const sent = await ask('POST', path, { message_type: 'text', content: { text: 'one' } })
    const { id } = sent['data'] as { id: number }
    expect(
      await ask('PATCH', '/v1/chats/messages', { message_id: id, content: { text: 'two' } }),
    ).toMatchObject({
      data: { id, content: { text: 'two' } },
    })
    const strange = await ask('PATCH', '/v1/chats/messages', {
      message_id: received.id,
      content: { text: 'x' },
    })
    expect(strange).toMatchObject({ status: 403 })
    await ask('POST', '/v1/chats/messages/forward', { message_ids: [id], chat_ids: [received.chatId] })
    await ask('DELETE', '/v1/chats/messages', { message_ids: [id, received.id] })
    expect(messagesOf(await ask('GET', path))).toMatchObject([{ forward_from: id, content: { text: 'two' } }])
  })

  test('what is not there is not found', async () => {
    const { ask } = await open()
    const text = { message_type: 'text', content: { text: 'x' } }
    expect(await ask('POST', '/v1/chats/5/messages', text)).toMatchObject({ status: 404 })
    expect(await ask('GET', '/v1/chats/5/messages')).toMatchObject({ status: 404 })
    expect(await ask('PATCH', '/v1/chats/messages', { message_id: 5, content: null })).toMatchObject({
      status: 404,
    })
    expect(
      await ask('POST', '/v1/chats/messages/forward', { message_ids: [5], chat_ids: [5] }),
    ).toMatchObject({ status: 404 })
  })

  test('tell when the other side saw them', async () => {
    const { basalam, ask } = await open()
    const sara = basalam.world.addPerson()
    const { chatId } = basalam.world.receive({ from: sara, text: 'hi' })
    await ask('POST', `/v1/chats/${chatId}/messages`, { message_type: 'text', content: { text: 'x' } })
    basalam.world.see(sara)
    const [newest, oldest] = messagesOf(await ask('GET', `/v1/chats/${chatId}/messages`))
    expect([newest?.['seen_at'], oldest?.['seen_at']]).toEqual([expect.any(String), null])
  })

  test('an answer to a message that is not there cannot be written', async () => {
    const { basalam } = await open()
    const from = basalam.world.addPerson()
    expect(() => basalam.world.receive({ from, text: 'x', replyTo: 1 })).toThrow(
      expect.objectContaining({ code: 'unknown_message' }),
    )
  })
})

test('a bot is known by its token, and a no comes with status 200', async () => {
  const { basalam, ask } = await open()
  expect(await ask('GET', `/v1/bots/${basalam.world.botToken}/getMe`)).toMatchObject({
    ok: true,
    result: { is_bot: true },
  })
  const wrong = `1:${'x'.repeat(35)}`
  expect(await ask('POST', `/v1/bots/${wrong}/logOut`)).toMatchObject({
    status: 200,
    ok: false,
    error_code: 401,
  })
})

test('a file is kept, and its address stands among the others', async () => {
  const { basalam } = await open()
  const form = new FormData()
  form.set('file', new Blob(['abc']), 'a.jpg')
  form.set('file_type', 'chat.photo')
  const post = (): Promise<Response> =>
    fetch(`${basalam.apiUrl}/v1/files`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox-token' },
      body: form,
    })
  expect(await (await post()).json()).toMatchObject({
    id: 501,
    url: null,
    urls: { primary: expect.any(String) },
    size: 3,
  })
  expect(basalam.world.files).toMatchObject([{ id: 501, fileType: 'chat.photo', fileName: 'a.jpg' }])
  form.set('file_type', 'other')
  expect((await post()).status).toBe(422)
  form.set('file', 'no file')
  expect((await post()).status).toBe(422)
})

describe('what only the platform or the app can do', () => {
  test('a message that is withheld has its id, and is read once it is released', async () => {
    const { basalam, ask } = await open()
    const { world } = basalam
    const held = world.receive({ from: world.customer, text: 'held', isWithheld: true })
    const { id } = world.receive({ from: world.customer, text: 'shown' })
    const path = `/v1/chats/${held.chatId}/messages`
    expect(idsOf(messagesOf(await ask('GET', path)))).toEqual([id])
    const [before] = chatsOf(await ask('GET', '/v1/chats'))
    expect(before).toMatchObject({ last_message: { id }, unseen_message_count: 1 })
    world.release(held.id)
    expect(idsOf(messagesOf(await ask('GET', path)))).toEqual([id, held.id])
    const [after] = chatsOf(await ask('GET', '/v1/chats'))
    expect(after).toMatchObject({ unseen_message_count: 2 })
    expect(String(after?.['updated_at']) > String(before?.['updated_at'])).toBe(true)
    expect(world.messages(held.chatId).map((message) => message.id)).toEqual([held.id, id])
  })

  test('a message may have been written long before it is there', async () => {
    const { basalam, ask } = await open()
    const { world } = basalam
    const sentAtMs = Date.UTC(2026, 0, 1)
    const { chatId } = world.receive({ from: world.customer, text: 'late', sentAtMs })
    const [message] = messagesOf(await ask('GET', `/v1/chats/${chatId}/messages`))
    expect(message).toMatchObject({ created_at: '2026-01-01T00:00:00.000Z' })
  })

  test('the platform writes without a sender', async () => {
    const { basalam, ask } = await open()
    const { chatId } = basalam.world.notify({ to: basalam.world.customer, text: 'ثبت شد' })
    const [message] = messagesOf(await ask('GET', `/v1/chats/${chatId}/messages`))
    expect(message).toMatchObject({ message_type: 'notification', sender: null, content: { text: 'ثبت شد' } })
  })

  test('a chat can be blocked and put away, and those who sell have their booth beside their name', async () => {
    const { basalam, ask } = await open()
    const { world } = basalam
    const honey = world.addPerson('مریم', { id: 5, title: 'عسل' })
    world.receive({ from: honey, text: 'سلام' })
    world.block(honey)
    world.archive(honey, 'archived')
    expect(chatsOf(await ask('GET', '/v1/chats'))).toMatchObject([
      { contact_is_blocked: true, archive_state: 'archived', contact: { vendor: { id: 5, title: 'عسل' } } },
    ])
    world.block(honey, false)
    world.archive(honey, null)
    expect(chatsOf(await ask('GET', '/v1/chats'))).toMatchObject([
      { contact_is_blocked: false, archive_state: null },
    ])
  })
})
