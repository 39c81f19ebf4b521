import type { Sandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { openEnvelope, readRefusal } from '../src/api/envelope.js'
import { Kick, type MessageToSend, TokenSession } from '../src/index.js'
import { clientOf, failureOf, openSandbox, startServer } from './support/kick.js'

/** What a room's chat channel carried, as the server recorded it. */
function eventsIn(sandbox: Sandbox, slug: string): readonly { event: string; data: unknown }[] {
  const { chat } = sandbox.kick.room(slug).channels
  return sandbox.record
    .events()
    .filter(({ channel }) => channel === chat)
    .map(({ event, data }) => ({
      event,
      data: typeof data === 'string' ? (JSON.parse(data) as unknown) : data,
    }))
}

describe('sending', () => {
  test('a message appears in the room it was sent to, and in no other', async () => {
    const sandbox = await openSandbox()
    const { userId, chatroomId } = sandbox.kick.room('ann')
    const { messageId } = await clientOf(sandbox).chat.send({
      broadcasterUserId: userId,
      content: 'hi [emote:1:KEKW]',
    })
    expect(eventsIn(sandbox, 'ann')).toMatchObject([
      {
        event: 'App\\Events\\ChatMessageEvent',
        data: {
          id: messageId,
          chatroom_id: chatroomId,
          content: 'hi [emote:1:KEKW]',
          sender: { username: 'sandbox_user' },
        },
      },
    ])
    expect(eventsIn(sandbox, 'bob')).toEqual([])
  })

  test('an answer names the message it answers', async () => {
    const sandbox = await openSandbox()
    const room = sandbox.kick.room('ann')
    const question = room.say('when?')
    await clientOf(sandbox).chat.send({
      broadcasterUserId: room.userId,
      content: 'now',
      replyToMessageId: question.id,
    })
    expect(eventsIn(sandbox, 'ann')[1]).toMatchObject({
      data: { type: 'reply', metadata: { original_message: { id: question.id, content: 'when?' } } },
    })
  })

  test('a bot speaks in the channel of its token, whichever is named', async () => {
    const sandbox = await openSandbox({
      accessTokens: [{ token: 'bot-token', username: 'helper', channel: 'bob' }],
    })
    const { chat } = clientOf(sandbox, 'bot-token')
    await chat.send({ type: 'bot', content: 'one' })
    await chat.send({ type: 'bot', content: 'two', broadcasterUserId: sandbox.kick.room('ann').userId })
    expect(eventsIn(sandbox, 'bob')).toMatchObject([
      { data: { content: 'one', sender: { username: 'helper', identity: { badges: [{ type: 'bot' }] } } } },
      { data: { content: 'two' } },
    ])
    expect(eventsIn(sandbox, 'ann')).toEqual([])
  })

  test('five hundred characters go through, counted as people count them', async () => {
    const sandbox = await openSandbox()
    const { userId } = sandbox.kick.room('ann')
    for (const content of ['x'.repeat(500), '😀'.repeat(500)]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await clientOf(sandbox).chat.send({ broadcasterUserId: userId, content })
    }
    expect(eventsIn(sandbox, 'ann')).toHaveLength(2)
  })

  test('the body is spelled as Kick spells it, and nothing else is in it', async () => {
    const { url, received } = await startServer(
      200,
      '{"data":{"is_sent":true,"message_id":"m1"},"message":"OK"}',
    )
    const { chat } = new Kick({ token: 'a-token', baseUrl: url })
    const replyToMessageId = '11111111-1111-4111-8111-111111111111'
    expect(await chat.send({ broadcasterUserId: 7, content: 'a', replyToMessageId })).toEqual({
      messageId: 'm1',
    })
    await chat.send({ type: 'bot', content: 'b' })
    expect(received).toEqual([
      `POST /public/v1/chat {"content":"a","type":"user","broadcaster_user_id":7,"reply_to_message_id":"${replyToMessageId}"}`,
      'POST /public/v1/chat {"content":"b","type":"bot"}',
    ])
  })

  test.for<[string, unknown]>([
    ['content', { broadcasterUserId: 7, content: '' }],
    ['content', { broadcasterUserId: 7, content: 'x'.repeat(501) }],
    ['content', { broadcasterUserId: 7, content: '😀'.repeat(501) }],
    ['content', { broadcasterUserId: 7 }],
    ['broadcasterUserId', { content: 'x' }],
    ['broadcasterUserId', { broadcasterUserId: 0, content: 'x' }],
    ['broadcasterUserId', { broadcasterUserId: 1.5, content: 'x' }],
    ['broadcasterUserId', { broadcasterUserId: '7', content: 'x' }],
    ['replyToMessageId', { broadcasterUserId: 7, content: 'x', replyToMessageId: ' ' }],
    ['type', { broadcasterUserId: 7, content: 'x', type: 'system' }],
  ])('a wrong %s is refused by name before anything is sent', async ([name, message]) => {
    const { url, received } = await startServer(200, '{}')
    const error = await failureOf(
      new Kick({ token: 'a-token', baseUrl: url }).chat.send(message as MessageToSend),
    )
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
    expect(received).toEqual([])
  })

  test('withResponse gives what else came', async () => {
    const sandbox = await openSandbox()
    const { userId } = sandbox.kick.room('ann')
    const call = clientOf(sandbox).chat.send({ broadcasterUserId: userId, content: 'x' })
    const { value, raw, response } = await call.withResponse()
    expect(raw).toEqual({ data: { is_sent: true, message_id: value.messageId }, message: 'OK' })
    expect(response.status).toBe(200)
  })

  test('types: a user’s message needs a channel, a bot’s does not', () => {
    expectTypeOf<{ content: string }>().not.toExtend<MessageToSend>()
    expectTypeOf<{ content: string; broadcasterUserId: number }>().toExtend<MessageToSend>()
    expectTypeOf<{ content: string; type: 'bot' }>().toExtend<MessageToSend>()
  })
})

describe('deleting', () => {
  test('a message goes from the room', async () => {
    const sandbox = await openSandbox()
    const { chat } = clientOf(sandbox)
    const { messageId } = await chat.send({
      broadcasterUserId: sandbox.kick.room('ann').userId,
      content: 'oops',
    })
    expect(await chat.delete(messageId)).toBeUndefined()
    expect(eventsIn(sandbox, 'ann')[1]).toMatchObject({
      event: 'App\\Events\\MessageDeletedEvent',
      data: { message: { id: messageId } },
    })
    expect(await failureOf(chat.delete(messageId))).toMatchObject({ code: 'not_found', status: 404 })
  })

  test.for(['', ' ', '..', undefined])('the id %j is refused before anything is sent', async (messageId) => {
    const { url, received } = await startServer(204, '')
    const error = await failureOf(
      new Kick({ token: 'a-token', baseUrl: url }).chat.delete(messageId as string),
    )
    expect(error.code).toBe('invalid_argument')
    expect(received).toEqual([])
  })
})

describe('refusals', () => {
  test('no such channel: Kick’s words, which stand in the place of the data', async () => {
    const sandbox = await openSandbox()
    const error = await failureOf(clientOf(sandbox).chat.send({ broadcasterUserId: 1, content: 'x' }))
    expect(error).toMatchObject({ code: 'refused', status: 400, serverMessage: 'Channel not found' })
    expect(error.message).toBe(
      'POST /public/v1/chat: refused with status 400. The server says: Channel not found',
    )
  })

  test('an unknown token is unauthenticated, and is not in the error', async () => {
    const sandbox = await openSandbox()
    const error = await failureOf(clientOf(sandbox, 'wrong-token').chat.delete('m'))
    expect(error).toMatchObject({ name: 'KickError', code: 'unauthenticated', serverMessage: 'Unauthorized' })
    expect(JSON.stringify(error) + error.stack).not.toContain('wrong-token')
  })

  test('a token without the scope is forbidden, and the error names the scope', async () => {
    const sandbox = await openSandbox({ accessTokens: [{ token: 'reader', scopes: ['user:read'] }] })
    const error = await failureOf(
      clientOf(sandbox, 'reader').chat.send({ broadcasterUserId: 1, content: 'x' }),
    )
    expect(error.code).toBe('forbidden')
    expect(error.message).toContain('it needs the scope chat:write')
    const source = { current: () => ({ accessToken: 'reader', scopes: ['user:read'] }) }
    const { chat } = new Kick({ token: source, baseUrl: sandbox.kick.apiUrl })
    expect(await failureOf(chat.delete('m'))).toMatchObject({ code: 'missing_scope' })
  })

  test('a banned user is forbidden', async () => {
    const sandbox = await openSandbox()
    const room = sandbox.kick.room('ann')
    room.ban('sandbox_user')
    const sending = clientOf(sandbox).chat.send({ broadcasterUserId: room.userId, content: 'x' })
    expect(await failureOf(sending)).toMatchObject({ code: 'forbidden' })
  })

  test('a used-up quota is rate_limited though it comes as 400', async () => {
    const { url } = await startServer(400, '{"data":null,"message":"(daily) message quota exceeded"}')
    const sending = new Kick({ token: 'a-token', baseUrl: url }).chat.send({ type: 'bot', content: 'x' })
    expect(await failureOf(sending)).toMatchObject({ code: 'rate_limited', retryable: true, status: 400 })
  })

  test('500 leaves the outcome open, and nothing is sent twice', async () => {
    const { url, received } = await startServer(500, '{"data":null,"message":"Internal server error"}')
    const sending = new Kick({ token: 'a-token', baseUrl: url }).chat.send({ type: 'bot', content: 'x' })
    expect(await failureOf(sending)).toMatchObject({ code: 'outcome_unknown', status: 500, retryable: false })
    expect(received).toHaveLength(1)
  })

  test('is_sent false is a refusal', async () => {
    const { url } = await startServer(200, '{"data":{"is_sent":false,"message_id":""},"message":"OK"}')
    const sending = new Kick({ token: 'a-token', baseUrl: url }).chat.send({ type: 'bot', content: 'x' })
    expect(await failureOf(sending)).toMatchObject({ code: 'refused' })
  })

  test.for(['{}', '[]', '{"data":null}', '{"data":{}}', '{"data":{"is_sent":true}}'])(
    'an answer %s is malformed',
    async (body) => {
      const { url } = await startServer(200, body)
      const sending = new Kick({ token: 'a-token', baseUrl: url }).chat.send({ type: 'bot', content: 'x' })
      expect(await failureOf(sending)).toMatchObject({ code: 'malformed', reason: 'unexpected_shape' })
    },
  )

  test('an aborted call is over', async () => {
    const sandbox = await openSandbox()
    const sending = clientOf(sandbox).chat.send(
      { type: 'bot', content: 'x' },
      { signal: AbortSignal.abort('enough') },
    )
    expect(await failureOf(sending)).toMatchObject({ code: 'aborted', cause: 'enough' })
    expect(eventsIn(sandbox, 'ann')).toEqual([])
  })

  test('options that cannot work are refused by name', () => {
    // @ts-expect-error: the token is wanted
    expect(() => new Kick({})).toThrow(
      expect.objectContaining({ name: 'KickError', code: 'invalid_options' }),
    )
    expect(() => new Kick({ token: 'a token' })).toThrow(expect.objectContaining({ name: 'KickError' }))
    expect(() => new Kick({ token: 'a-token', baseUrl: 'kick' })).toThrow('baseUrl')
  })
})

test('a token that Kick refuses is renewed once, and the message is sent once', async () => {
  const sandbox = await openSandbox()
  let renewals = 0
  const token = new TokenSession({
    token: { accessToken: 'old-token' },
    refresh: async () => {
      renewals += 1
      return { accessToken: 'sandbox-token' }
    },
  })
  const { chat } = new Kick({ token, baseUrl: sandbox.kick.apiUrl })
  const broadcasterUserId = sandbox.kick.room('ann').userId
  await Promise.all(['a', 'b', 'c'].map((content) => chat.send({ broadcasterUserId, content })))
  expect(renewals).toBe(1)
  expect(eventsIn(sandbox, 'ann')).toHaveLength(3)
})

test('any JSON may be the envelope', () => {
  const names = fc.constantFrom('data', 'message', 'is_sent', 'message_id')
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), fc.dictionary(names, tie('tree'))),
  }))
  fc.assert(
    fc.property(tree, (body) => {
      expect(typeof readRefusal(body)).toBe('object')
      try {
        expect(openEnvelope(body).data).toBeDefined()
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
      }
    }),
  )
})
