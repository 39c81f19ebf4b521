import { describe, expect, test } from 'vitest'
import { KickChat, toChatroomId, toUserId, type KickRoom } from '../src/index.js'
import { openOfficialStage } from './support/official.js'
import { socketTo } from './support/chat.js'
import { until } from './support/wait.js'

describe('a room', () => {
  test('says something by the official API, and hears it under the id it was given', async () => {
    const { sandbox, chat } = await openOfficialStage()
    const room = await chat.join('ann')
    const heard: string[] = []
    room.on('message', ({ message }) => void heard.push(message.ref.id))
    const ref = await room.send('hello "you"\n🎉')
    expect(ref.room).toBe(room.ref)
    await until(() => heard.length === 1)
    expect(heard).toEqual([ref.id])
    expect(sandbox.record.events({ messageId: ref.id })).toHaveLength(1)
  })

  test('answers a message by its reference, and as a bot in the channel of the token', async () => {
    const { sandbox, chat } = await openOfficialStage()
    const room = await chat.join('bob')
    const ann = await chat.join('ann')
    const replies: (string | undefined)[] = []
    chat.on('message', ({ message }, { slug }) => void replies.push(`${slug} ${message.replyTo?.ref.id}`))
    const question = sandbox.kick.room('bob').say({ content: 'when?' })
    await room.send('now', { replyTo: { room: room.ref, id: question.id } })
    await room.send('beep', { as: 'bot' })
    await until(() => replies.length === 3)
    expect(replies).toEqual(['bob undefined', `bob ${question.id}`, `${ann.slug} undefined`])
  })

  test('deletes, bans, times out and releases', async () => {
    const { sandbox, chat, told } = await openOfficialStage()
    const room = await chat.join('ann')
    const said = sandbox.kick.room('ann').say({ from: 'carl', content: 'spam' })
    await until(() => told.includes('spam'))
    told.length = 0
    const { userId } = sandbox.kick.room('bob')
    await room.delete(said.id)
    await room.ban(userId, { reason: 'spam' })
    await room.unban(toUserId(userId))
    await room.timeout({ id: String(userId) }, 5)
    await until(() => told.length === 4)
    expect(told).toEqual([`delete ${said.id}`, 'ban bob', 'release bob', 'timeout bob'])
  })

  test('asks for the streamer’s id once where only the slug is known', async () => {
    const { sandbox, chat } = await openOfficialStage((open) => ({
      lookup: async () => ({ chatroomId: toChatroomId(open.kick.room('ann').chatroomId), slug: 'ann' }),
    }))
    const room = await chat.join('ann')
    await Promise.all([room.send('one'), room.send('two')])
    const paths = sandbox.kick.requests.map(({ method, path }) => `${method} ${path}`)
    expect(paths.filter((path) => path.includes('/channels'))).toHaveLength(1)
    expect(paths.filter((path) => path.endsWith('/chat'))).toHaveLength(2)
  })

  test('that one caller no longer waits for is asked for the others all the same', async () => {
    const { sandbox, chat } = await openOfficialStage()
    const { chatroomId } = sandbox.kick.room('ann')
    const room = await chat.join({ chatroomId: toChatroomId(chatroomId), slug: 'ann' })
    const stopping = new AbortController()
    const sending = [room.send('one', { signal: stopping.signal }), room.send('two')]
    stopping.abort()
    await expect(sending[0]).rejects.toMatchObject({ name: 'KickError', code: 'aborted' })
    await expect(sending[1]).resolves.toMatchObject({ id: expect.any(String) })
  })

  test('says what it can do, and what of it is official', async () => {
    const { sandbox, chat } = await openOfficialStage()
    const { capabilities } = await chat.join('ann')
    expect(capabilities['message.send']).toEqual({ level: 'native', official: true, scope: 'chat:write' })
    expect(capabilities['receive.socket']).toEqual({ level: 'native', official: false })
    expect(capabilities['message.edit'].level).toBe('none')
    expect(capabilities['history.read'].level).toBe('none')
    await using reader = new KickChat({ socket: socketTo(sandbox) })
    const room = await reader.join(toChatroomId(sandbox.kick.room('ann').chatroomId))
    expect(room.capabilities['message.send'].level).toBe('none')
  })
})

describe('before anything is sent', () => {
  test.for<[string, string, (room: KickRoom) => Promise<unknown>]>([
    ['content', 'invalid_argument', (room) => room.send('')],
    ['content', 'invalid_argument', (room) => room.send('🎉'.repeat(501))],
    ['replyTo', 'invalid_argument', (room) => room.send('x', { replyTo: '' })],
    ['replyTo', 'invalid_argument', (room) => room.send('x', { replyTo: null as never })],
    ['replyTo', 'invalid_argument', (room) => room.send('x', { replyTo: {} as never })],
    ['as', 'invalid_argument', (room) => room.send('x', { as: 'Bot' as never })],
    ['options', 'invalid_options', (room) => room.send('x', null as never)],
    ['messageId', 'invalid_argument', (room) => room.delete(null as never)],
    ['messageId', 'invalid_argument', (room) => room.delete(' ')],
    ['user', 'invalid_argument', (room) => room.ban(0)],
    ['user', 'invalid_argument', (room) => room.ban({ id: null })],
    ['durationMinutes', 'invalid_argument', (room) => room.timeout(5, undefined as never)],
    ['durationMinutes', 'invalid_argument', (room) => room.timeout(5, null as never)],
    ['durationMinutes', 'invalid_argument', (room) => room.timeout(5, -1)],
    ['durationMinutes', 'invalid_argument', (room) => room.timeout(5, 10_081)],
    ['reason', 'invalid_argument', (room) => room.ban(5, { reason: 'x'.repeat(101) })],
    ['options', 'invalid_options', (room) => room.ban(5, null as never)],
    ['options', 'invalid_options', (room) => room.unban(5, null as never)],
  ])('%s is refused by name as %s', async ([name, code, act]) => {
    const { sandbox, chat } = await openOfficialStage()
    // Without the streamer's user id, which would have to be asked for first.
    const { chatroomId } = sandbox.kick.room('ann')
    const room = await chat.join({ chatroomId: toChatroomId(chatroomId), slug: 'ann' })
    await expect(act(room)).rejects.toMatchObject({
      name: 'KickError',
      code,
      message: expect.stringContaining(name),
    })
    expect(sandbox.kick.requests.filter(({ path }) => path.startsWith('/public/'))).toEqual([])
  })

  test('a chat without a client of the official API says how to get one', async () => {
    const { chat } = await openOfficialStage({ kick: undefined })
    const room = await chat.join('ann')
    for (const acting of [room.send('x'), room.delete('x'), room.ban(1), room.timeout(1, 1), room.unban(1)]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(acting).rejects.toMatchObject({
        code: 'no_kick',
        message: expect.stringContaining('new Kick'),
      })
    }
  })

  test('a room of which neither slug nor user is known says what is missing', async () => {
    const { sandbox, chat } = await openOfficialStage()
    const room = await chat.join(toChatroomId(sandbox.kick.room('ann').chatroomId))
    await expect(room.send('x')).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('userId'),
    })
    expect(room.capabilities['message.send'].level).toBe('none')
    expect(room.capabilities['user.ban'].level).toBe('none')
    expect(room.capabilities['message.delete'].level).toBe('native')
  })

  test.each([
    ['kick', { kick: {} }],
    ['history', { history: 1 }],
    ['predictions', { predictions: 'yes' }],
  ])('the option %s is refused by name', async (name, options) => {
    const { sandbox } = await openOfficialStage()
    expect(() => new KickChat({ socket: socketTo(sandbox), ...(options as object) })).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }),
    )
  })
})

test('predictions are heard where they are wanted', async () => {
  const { sandbox, chat } = await openOfficialStage({ predictions: true })
  const kinds: string[] = []
  chat.on('activity', ({ activity }) => void kinds.push(activity))
  await chat.join('ann')
  sandbox.kick.room('ann').sendPrediction({
    id: 'p1',
    title: 'Win?',
    state: 'ACTIVE',
    durationSeconds: 60,
    createdAtMs: 0,
    outcomes: [{ id: 'yes', title: 'Yes', points: 1, votes: 1 }],
  })
  await until(() => kinds.length === 1)
  expect(kinds).toEqual(['prediction'])
})
