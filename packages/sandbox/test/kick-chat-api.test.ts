import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBearer } from '../src/kick/api/access-token.js'
import { decodeChatPost } from '../src/kick/api/decode-chat-post.js'
import { isSandboxError, type Sandbox } from '../src/index.js'
import { openSandbox } from './support/sandboxes.js'

async function ask(
  sandbox: Sandbox,
  method: 'POST' | 'DELETE' | 'GET',
  path = '',
  body?: unknown,
  token = 'sandbox-token',
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${sandbox.kick.apiUrl}/public/v1/chat${path}`, {
    method,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}

describe('POST /public/v1/chat', () => {
  test('says a message in the room of the user id, and answers with its id', async () => {
    const sandbox = await openSandbox({ rooms: ['ann', 'bob'] })
    const { userId, channels } = sandbox.kick.room('bob')
    const { status, body } = await ask(sandbox, 'POST', '', {
      type: 'user',
      broadcaster_user_id: userId,
      content: 'hi',
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      data: { is_sent: true, message_id: expect.stringMatching(/^[\w-]{36}$/) },
      message: 'OK',
    })
    expect(sandbox.record.events()).toMatchObject([{ channel: channels.chat }])
  })

  test('a token speaks as one and the same person in every room, the owner of a room too', async () => {
    const accessTokens = [{ token: 'owner', username: 'ann', channel: 'ann' }, 'guest']
    const sandbox = await openSandbox({ rooms: ['ann', 'bob'], accessTokens })
    const rooms = ['ann', 'bob'].map((slug) => sandbox.kick.room(slug).userId)
    const senderOf = async (token: string, room: number | undefined): Promise<unknown> => {
      await ask(sandbox, 'POST', '', { type: 'user', broadcaster_user_id: room, content: 'hi' }, token)
      const said = sandbox.record.events().at(-1)?.data
      return (JSON.parse(String(said)) as { sender: { id: number } }).sender.id
    }
    expect([await senderOf('owner', rooms[0]), await senderOf('owner', rooms[1])]).toEqual([
      rooms[0],
      rooms[0],
    ])
    expect(await senderOf('guest', rooms[0])).toBe(await senderOf('guest', rooms[1]))
  })

  test('a bot has its badge, and speaks in the channel of its token, else in the first room', async () => {
    const accessTokens = ['one', { token: 'two', username: 'helper', channel: 'bob' }]
    const sandbox = await openSandbox({ rooms: ['ann', 'bob'], accessTokens })
    await ask(sandbox, 'POST', '', { type: 'bot', content: 'a' }, 'one')
    await ask(sandbox, 'POST', '', { type: 'bot', content: 'b', broadcaster_user_id: 1 }, 'two')
    expect(sandbox.record.events().map(({ channel }) => channel)).toEqual([
      sandbox.kick.room('ann').channels.chat,
      sandbox.kick.room('bob').channels.chat,
    ])
    expect(JSON.stringify(sandbox.record.events()[1]?.data)).toContain('helper')
  })

  test.for<[unknown, string]>([
    ['{', 'The body must be a JSON object'],
    [{ type: 'user', broadcaster_user_id: 1 }, 'content is required'],
    [{ type: 'bot', content: 'x'.repeat(501) }, 'content must have at most 500 characters'],
    [{ content: 'x' }, 'type must be user or bot'],
    [{ type: 'user', content: 'x' }, 'broadcaster_user_id is required'],
    [{ type: 'user', content: 'x', broadcaster_user_id: 1 }, 'Channel not found'],
    [{ type: 'bot', content: 'x', reply_to_message_id: 'none' }, 'Message not found'],
  ])('%j is refused with the details in the place of the data', async ([body, details]) => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    expect(await ask(sandbox, 'POST', '', body)).toEqual({
      status: 400,
      body: { data: details, message: 'Bad request' },
    })
    expect(sandbox.record.events()).toEqual([])
  })

  test('500 code points are few enough, also as 1,000 units', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    expect((await ask(sandbox, 'POST', '', { type: 'bot', content: '😀'.repeat(500) })).status).toBe(200)
    expect(() => sandbox.kick.room('ann').say('😀'.repeat(501))).toThrow('501')
  })
})

describe('DELETE /public/v1/chat/<id>', () => {
  test('takes a message away and answers nothing; a second time there is none', async () => {
    const sandbox = await openSandbox({ rooms: ['ann', 'bob'] })
    const { id } = sandbox.kick.room('bob').say('oops')
    expect(await ask(sandbox, 'DELETE', `/${id}`)).toEqual({ status: 204, body: undefined })
    expect(await ask(sandbox, 'DELETE', `/${id}`)).toEqual({
      status: 404,
      body: { data: null, message: 'Not found' },
    })
    expect(sandbox.record.events().map(({ messageId }) => messageId)).toEqual([id, id])
  })

  test('other methods and paths are not found', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/x'],
      ['DELETE', '/%E0%A4%A'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ask(sandbox, method, path)).toMatchObject({ status: 404 })
    }
  })
})

describe('access tokens', () => {
  test('none and a wrong one are unauthorized', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    for (const token of ['', 'wrong']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ask(sandbox, 'POST', '', { type: 'bot', content: 'x' }, token)).toEqual({
        status: 401,
        body: { data: null, message: 'Unauthorized' },
      })
    }
  })

  test('one without the scope, and a banned user, are forbidden', async () => {
    const accessTokens = [{ token: 'reader', scopes: [] }, 'writer']
    const sandbox = await openSandbox({ rooms: ['ann'], accessTokens })
    const room = sandbox.kick.room('ann')
    const { id } = room.say('hi')
    const forbidden = { status: 403, body: { message: 'Forbidden' } }
    expect(await ask(sandbox, 'POST', '', { type: 'bot', content: 'x' }, 'reader')).toEqual(forbidden)
    expect(await ask(sandbox, 'DELETE', `/${id}`, undefined, 'reader')).toEqual(forbidden)
    room.ban('sandbox_user')
    expect(await ask(sandbox, 'POST', '', { type: 'bot', content: 'x' }, 'writer')).toEqual(forbidden)
  })

  test('what is no token is refused as an option', async () => {
    const opening = openSandbox({ accessTokens: ['two words'] })
    await expect(opening).rejects.toSatisfy(
      (error) => isSandboxError(error) && error.code === 'invalid_options',
    )
  })

  test('any text may be the header, and any the body', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), fc.json()), (header, body) => {
        expect(readBearer(header)).toBeUndefined()
        expect(['string', 'object']).toContain(typeof decodeChatPost(body))
      }),
    )
    expect(readBearer('bearer a-token')).toBe('a-token')
  })
})
