import { createHub } from '@wireloom/chat-core'
import { expect, inject, test } from 'vitest'
import { basalamAdapter, followChats, type LiveEvent } from '../src/chat.js'
import { formatRialAsToman, matchesSearch } from '../src/helpers.js'
import { Basalam, isBasalamError } from '../src/index.js'

declare module 'vitest' {
  interface ProvidedContext {
    sandboxPort: number
  }
}

const baseUrl = `http://127.0.0.1:${inject('sandboxPort')}/basalam`
const vendor = new Basalam({ baseUrl, token: 'sandbox-token' })
const customer = new Basalam({ baseUrl, token: 'sandbox-customer-token' })

test('in a page, messages are sent, followed, edited and deleted', async () => {
  const { id: userId } = await vendor.users.getMe()
  const { id: chatId } = await customer.chats.create({ userId })
  const stream = followChats(vendor.chats, { activeIntervalMs: 20 })
  const next = async (): Promise<LiveEvent | undefined> => (await stream.next()).value
  expect(await next()).toEqual({ type: 'ready' })
  const { id } = await customer.chats.sendMessage({ chatId, content: 'قيمت چند است؟' })
  const event = await next()
  expect(event).toMatchObject({ type: 'message', isOwn: false, message: { id, chatId } })
  expect(event?.type === 'message' && matchesSearch(event.message.content.text ?? '', 'قیمت')).toBe(true)
  await customer.chats.editMessage({ messageId: id, content: 'ببخشید' })
  expect(await next()).toMatchObject({ type: 'edit', message: { id } })
  await customer.chats.deleteMessages({ messageIds: [id] })
  expect(await next()).toMatchObject({ type: 'delete', previous: { id } })
  await stream.return()
})

test('in a page, a file goes up from a Blob, and a path is refused by name', async () => {
  const { id: userId } = await vendor.users.getMe()
  const { id: chatId } = await customer.chats.create({ userId })
  const heard: number[] = []
  const sent = await customer.chats.sendFile({
    chatId,
    messageType: 'picture',
    file: new File(['bytes'], 'عکس.jpg', { type: 'image/jpeg' }),
    onProgress: ({ sentBytes }) => heard.push(sentBytes),
  })
  expect(sent).toMatchObject({ type: 'picture', content: { files: [{ name: 'عکس.jpg', size: 5 }] } })
  expect(heard.at(-1)).toBe(5)
  const refused: unknown = await customer.chats
    .sendFile({ chatId, file: 'photo.jpg' })
    .catch((error: unknown) => error)
  expect(isBasalamError(refused) && refused.message).toContain('there is no file system')
})

test('in a page, money is written as people do', () => {
  expect(formatRialAsToman(1_250_000)).toBe('۱۲۵٬۰۰۰ تومان')
})

test('in a page, a hub answers in a conversation', async () => {
  const { id: userId } = await vendor.users.getMe()
  const { id: chatId } = await customer.chats.create({ userId })
  const hub = createHub()
  hub.on('message', ({ message }, { room }) =>
    room?.send(`You said ${message.text}`, { replyTo: message.ref }),
  )
  const isLive = new Promise<void>((resolve) => {
    hub.on('status', ({ state }) => state === 'live' && resolve())
  })
  await hub.add(basalamAdapter({ basalam: vendor, activeIntervalMs: 20 }))
  await isLive
  const { id } = await customer.chats.sendMessage({ chatId, content: 'salam' })
  await expect
    .poll(async () => (await customer.chats.listMessages({ chatId, limit: 1 })).items[0])
    .toMatchObject({ content: { text: 'You said salam' }, repliedMessage: { id } })
  await hub.close()
})
