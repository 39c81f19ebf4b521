import { describe, expect, test } from 'vitest'
import { authorizeSubscription } from '../src/pusher/authorize-subscription.js'
import { bodyMd5, channelAuth, isSameSignature, requestText, sign } from '../src/pusher/signature.js'
import { verifyRequest } from '../src/pusher/verify-request.js'

// The published vectors of the protocol; the presence one is the value that its printed string really gives.
const app = { key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' }
const socketId = '1234.1234'
const channelData = '{"user_id":10,"user_info":{"name":"Mr. Channels"}}'
const privateAuth = `${app.key}:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4`
const presenceAuth = `${app.key}:31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80`

describe('channel signatures', () => {
  test('agree with the vector of a private channel', () => {
    expect(channelAuth(app, socketId, 'private-foobar')).toBe(privateAuth)
  })

  test('agree with the vector of a presence channel', () => {
    expect(channelAuth(app, socketId, 'presence-foobar', channelData)).toBe(presenceAuth)
  })

  test('agree with the vector of a sign-in', () => {
    expect(sign(app.secret, `${socketId}::user::{"id":"12345"}`)).toBe(
      '4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba',
    )
  })

  test('let a connection in only as they were made', () => {
    const request = { channel: 'private-foobar', auth: privateAuth, channelData: undefined }
    expect(authorizeSubscription(app, socketId, request)).toEqual({ ok: true })
    expect(authorizeSubscription(app, '1234.1235', request)).toMatchObject({ ok: false, status: 401 })
    expect(authorizeSubscription(app, socketId, { ...request, channel: 'private-other' })).toMatchObject({
      ok: false,
      type: 'AuthError',
    })
    expect(authorizeSubscription({ ...app, secret: 'x' }, socketId, request)).toMatchObject({ ok: false })
  })

  test('cover the member data to the letter', () => {
    const request = { channel: 'presence-foobar', auth: presenceAuth, channelData }
    expect(authorizeSubscription(app, socketId, request)).toEqual({
      ok: true,
      member: { userId: '10', userInfo: { name: 'Mr. Channels' } },
    })
    const spaced = channelData.replace(',', ', ')
    expect(authorizeSubscription(app, socketId, { ...request, channelData: spaced })).toMatchObject({
      ok: false,
    })
  })
})

describe('member data', () => {
  function join(data: string | undefined): unknown {
    const channel = 'presence-foobar'
    const auth = channelAuth(app, socketId, channel, data)
    return authorizeSubscription(app, socketId, { channel, auth, channelData: data })
  }

  test.each([
    ['none', undefined],
    ['no JSON', '{'],
    ['no object', '1'],
    ['null', 'null'],
    ['no user_id', '{}'],
    ['an empty user_id', '{"user_id":""}'],
    ['a user_id of 129 characters', JSON.stringify({ user_id: 'u'.repeat(129) })],
    ['user_info of more than 1 KB', JSON.stringify({ user_id: 'u', user_info: 'i'.repeat(1023) })],
  ])('is refused: %s', (_name, data) => {
    expect(join(data)).toMatchObject({ ok: false, type: 'AuthError', status: 401 })
  })

  test('is taken at its limits, with and without user_info', () => {
    const userId = 'u'.repeat(128)
    const userInfo = 'i'.repeat(1022)
    expect(join(JSON.stringify({ user_id: userId, user_info: userInfo }))).toEqual({
      ok: true,
      member: { userId, userInfo },
    })
    expect(join('{"user_id":"u"}')).toEqual({ ok: true, member: { userId: 'u', userInfo: undefined } })
  })
})

describe('request signatures', () => {
  const body = '{"name":"foo","channels":["project-3"],"data":"{\\"some\\":\\"data\\"}"}'
  const query = new URLSearchParams({
    auth_key: app.key,
    auth_timestamp: '1353088179',
    auth_version: '1.0',
    body_md5: 'ec365a775a4cd0599faeb73354201b6f',
    auth_signature: 'da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c',
  })
  const request = { method: 'POST', path: '/apps/3/events', query, body }

  test('agree with the vector of the HTTP API', () => {
    expect(bodyMd5(body)).toBe('ec365a775a4cd0599faeb73354201b6f')
    expect(sign(app.secret, requestText('POST', '/apps/3/events', query))).toBe(query.get('auth_signature'))
    expect(() => {
      verifyRequest(app, request, 1_353_088_179_000)
    }).not.toThrow()
  })

  test('hold for one method and one path', () => {
    for (const other of [{ method: 'GET' }, { path: '/apps/4/events' }]) {
      expect(() => {
        verifyRequest(app, { ...request, ...other }, 1_353_088_179_000)
      }).toThrow('Invalid signature')
    }
  })

  test('sort parameters by their lower-cased names and leave values as they are', () => {
    const mixed = new URLSearchParams('b=2&A=x+y&c=%26&auth_signature=gone')
    expect(requestText('get', '/p', mixed)).toBe('GET\n/p\na=x y&b=2&c=&')
  })
})

test('signatures are compared in full, and different lengths are different', () => {
  expect(isSameSignature('abc', 'abc')).toBe(true)
  expect(isSameSignature('abc', 'abd')).toBe(false)
  expect(isSameSignature('abc', 'abcd')).toBe(false)
  expect(isSameSignature('', '')).toBe(true)
})
