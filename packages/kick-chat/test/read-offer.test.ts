import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isKickError } from '../src/index.js'
import { isKickSocket, readOffer, type OfferRules } from '../src/realtime/read-offer.js'
import { decodePublication } from '../src/transport/decode-publication.js'

const rules: OfferRules = { providers: ['centrifugo', 'pusher'], isTrusted: isKickSocket }

const answer = (...connections: readonly unknown[]): object => ({ data: { mode: 'websocket', connections } })
const centrifugo = (url: unknown): object => ({ provider: 'centrifugo', credentials: { url } })

describe('an offer', () => {
  test('of Centrifugo is its address', () => {
    const url = 'wss://realtime.us-east-1.platform.kick.com/connection/websocket'
    expect(readOffer(answer(centrifugo(url)), rules)).toEqual({ provider: 'centrifugo', url })
  })

  test('of Pusher is its key and cluster', () => {
    const offered = answer({
      provider: 'pusher',
      credentials: { app_key: '32cbd69e4b950bf97679', cluster: 'us2' },
    })
    expect(readOffer(offered, rules)).toEqual({
      provider: 'pusher',
      key: '32cbd69e4b950bf97679',
      cluster: 'us2',
    })
  })

  test('is the first one that is spoken here', () => {
    const url = 'wss://a.platform.kick.com/'
    const pusher = { provider: 'pusher', credentials: { app_key: 'k', cluster: 'c' } }
    const offered = answer(null, 'x', { provider: 7 }, { provider: 'quic' }, pusher, centrifugo(url))
    expect(readOffer(offered, rules)).toMatchObject({ provider: 'pusher' })
    expect(readOffer(offered, { ...rules, providers: ['centrifugo'] })).toEqual({
      provider: 'centrifugo',
      url,
    })
  })

  test.each([
    'ws://a.platform.kick.com/',
    'https://a.platform.kick.com/',
    'wss://platform.kick.com/',
    'wss://a.platform.kick.com.evil.example/',
    'wss://evilplatform.kick.com/',
    'wss://127.0.0.1/',
    'wss://user@a.platform.kick.com/',
    'wss://a.platform.kick.com/?token=1',
    'wss://a.platform.kick.com/#x',
    'no address',
    '',
    null,
    { url: 'wss://a.platform.kick.com/' },
  ])('that leads to %s is refused', (url) => {
    expect(() => readOffer(answer(centrifugo(url)), rules)).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    )
  })

  test('tells nothing of a password in an address', () => {
    const offered = answer(centrifugo('wss://ann:hunter2@a.platform.kick.com/?token=s3cret'))
    expect(() => readOffer(offered, rules)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/hunter2|s3cret/) }),
    )
  })

  test('whatever comes is read or refused as a KickError', () => {
    const connection = fc.record(
      {
        provider: fc.oneof(fc.constantFrom('centrifugo', 'pusher'), fc.anything()),
        credentials: fc.oneof(
          fc.record({ url: fc.webUrl(), app_key: fc.string(), cluster: fc.string() }),
          fc.anything(),
        ),
      },
      { requiredKeys: [] },
    )
    const body = fc.oneof(
      fc.anything(),
      fc.array(fc.oneof(connection, fc.anything())).map((list) => answer(...list)),
    )
    fc.assert(
      fc.property(body, (value) => {
        try {
          expect(['centrifugo', 'pusher']).toContain(readOffer(value, rules).provider)
        } catch (error) {
          if (!isKickError(error)) throw error
          expect(['malformed', 'unsupported_provider']).toContain(error.code)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('a publication', () => {
  test.each([
    [
      { event: 'A', data: '{"a":1}' },
      { name: 'A', data: '{"a":1}' },
    ],
    [
      { event: 'A', data: { a: 1 }, tags: {} },
      { name: 'A', data: { a: 1 } },
    ],
    ['{"event":"A","data":"{}"}', { name: 'A', data: '{}' }],
    ['{"event":"A","data":""}', { name: 'A', data: '' }],
    [{ event: 'A' }, { name: 'A', data: undefined }],
    [{ data: 1 }, undefined],
    [{ event: 1 }, undefined],
    ['words', undefined],
    [[], undefined],
    [null, undefined],
  ])('%j is %j', (data, event) => {
    expect(decodePublication(data)).toEqual(event)
  })

  test('of any data never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json()), (data) => {
        const event = decodePublication(data)
        expect(event === undefined || typeof event.name === 'string').toBe(true)
      }),
    )
  })
})
