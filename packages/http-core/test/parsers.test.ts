import { inspect } from 'node:util'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isChallenge, parseBody } from '../src/answer.js'
import { toAddress, toSearch } from '../src/endpoint.js'
import { completeRetry, nextDelayMs } from '../src/policy.js'
import { createRedactor } from '../src/redact.js'
import { parseRetryAfter } from '../src/retry-after.js'
import { ApiError, type Query } from '../src/index.js'
import { read } from './support/calls.js'

const nowMs = Date.UTC(2026, 0, 1)

test.for<[string | null, number | undefined]>([
  ['0', 0],
  ['120', 120_000],
  ['1.5', 1_500],
  [' 3 ', 3_000],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
  ['Thu Jan  1 00:00:30 2026', 30_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  [null, undefined],
  ['', undefined],
  ['-1', undefined],
  ['soon', undefined],
  ['1e3', undefined],
  ['2026-01-01', undefined],
  ['9'.repeat(400), undefined],
  ['Xyz, 99 Foo 2026 99:99:99 GMT', undefined],
])('Retry-After %j asks for %j milliseconds', ([value, delayMs]) => {
  expect(parseRetryAfter(value, nowMs)).toBe(delayMs)
})

test('a date of the last form is GMT wherever the machine stands', () => {
  vi.stubEnv('TZ', 'Asia/Tehran')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(-210)
  expect(parseRetryAfter('Thu Jan  1 00:00:30 2026', nowMs)).toBe(30_000)
})

test('any text may stand in Retry-After', () => {
  const words = fc.constantFrom('Thu', ',', ' ', 'Jan', '2026', ':', 'GMT', '-', '.', '01', '9')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((parts) => parts.join('')),
      ),
      (text) => {
        const delayMs = parseRetryAfter(text, nowMs)
        expect(delayMs === undefined || (Number.isSafeInteger(delayMs) && delayMs >= 0)).toBe(true)
      },
    ),
  )
})

test('every whole second and every date to the second is read as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
      expect(parseRetryAfter(String(seconds), nowMs)).toBe(seconds * 1000)
      expect(parseRetryAfter(new Date(nowMs + seconds * 1000).toUTCString(), nowMs)).toBe(seconds * 1000)
    }),
  )
})

test('any text may be a body, and JSON is read back', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (text, value) => {
      expect(['empty', 'json', 'other']).toContain(parseBody(text).kind)
      expect(parseBody(JSON.stringify(value))).toEqual({
        kind: 'json',
        value: JSON.parse(JSON.stringify(value)),
      })
      const answer = { response: new Response(null, { status: 403 }), text, body: parseBody(text) }
      expect(isChallenge(answer)).toBe(/^\s*<(!doctype|html)/i.test(text))
    }),
  )
})

test('a filled path stays below its base, whatever is put in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (id) => {
      let address: string
      try {
        address = toAddress('https://api.example.com/v1', { ...read, path: '/a/{id}/b', parameters: { id } })
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_argument' })
        expect(id === '' || id === '.' || id === '..' || /\p{Surrogate}/u.test(id)).toBe(true)
        return
      }
      const { pathname, search, hash } = new URL(address)
      expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'v1', 'a', id, 'b'])
      expect(search + hash).toBe('')
    }),
  )
})

test('a parameter that is missing, empty or no whole number is refused by name', () => {
  for (const id of [undefined, '', 1.5, Number.NaN, '..', '.']) {
    const make = (): string =>
      toAddress('https://x', { ...read, path: '/a/{id}', parameters: { id: id as string } })
    expect(make).toThrow('id of /a/{id}')
  }
})

test('a query reads back as it was given', () => {
  const values = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.array(fc.integer()))
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.option(values, { nil: undefined })),
      (query) => {
        const pairs = Object.entries(query).flatMap(([name, value]) =>
          value === undefined ? [] : [value].flat().map((one) => [name, String(one)]),
        )
        expect([...new URLSearchParams(toSearch(query as Query))]).toEqual(pairs)
      },
    ),
  )
})

test('brackets, lists and what is undefined in a query', () => {
  expect(toSearch({ 'price[gte]': 1, ids: [1, 2], gone: undefined, on: true })).toBe(
    '?price%5Bgte%5D=1&ids=1&ids=2&on=true',
  )
  expect(toSearch({ gone: undefined, none: [] })).toBe('')
  expect(() => toSearch({ page: Number.NaN })).toThrow('page')
  expect(() => toSearch({ name: '\uD800' })).toThrow('name')
})

test('no secret is left in any JSON, and nothing else is changed', () => {
  const secret = fc.string({ minLength: 4, unit: 'binary-ascii' }).filter((text) => text.trim() !== '')
  fc.assert(
    fc.property(secret, fc.jsonValue(), fc.string(), (hidden, value, around) => {
      const redactor = createRedactor([hidden])
      const dirty = {
        [`${around}${hidden}`]: [value, `${hidden}${around}`, { deep: encodeURIComponent(hidden) }],
      }
      const clean = redactor.value(dirty) as Record<string, unknown>
      const strings: string[] = []
      JSON.stringify(clean, (name, member: unknown) => {
        strings.push(name)
        if (typeof member === 'string') strings.push(member)
        return member
      })
      for (const text of strings) expect(text.replaceAll('[redacted]', '').includes(hidden)).toBe(false)
    }),
  )
  const slashes = createRedactor(['a/b c+d'])
  for (const form of ['a/b c+d', 'a\\/b c+d', 'a%2Fb%20c%2Bd', 'a%2fb%20c%2bd', 'a%2Fb+c%2Bd']) {
    expect(slashes.text(`<${form}>`)).toBe('<[redacted]>')
  }
  expect(createRedactor(['half \uD800']).text('half \uD800')).toBe('[redacted]')
  const innocent = new TypeError('nothing here', { cause: new Error('nor here') })
  expect(createRedactor(['hidden-text']).error(innocent)).toBe(innocent)
  expect(createRedactor(['abc']).text('abc')).toBe('abc')
})

test('what was thrown is handed on only where every part of it can be seen to be clean', () => {
  const redactor = createRedactor(['hidden-text'])
  const withMember = (member: unknown): Error => Object.assign(new TypeError('no route'), { member })
  const circle = withMember(undefined)
  circle.cause = circle
  const innocents = [circle, withMember({ deep: [1, { code: 'E' }] }), 'text', 7, undefined, { a: 1 }]
  for (const thrown of innocents) expect(redactor.error(thrown)).toBe(thrown)
  const getter = Object.defineProperty(new TypeError('no'), 'member', {
    get() {
      throw new TypeError('not yours')
    },
  })
  const deepCircle = new TypeError('hidden-text', { cause: { url: 'hidden-text' } })
  const around = new TypeError('around', { cause: deepCircle })
  deepCircle.cause = around
  for (const thrown of [
    withMember(new Map([['authorization', 'hidden-text']])),
    withMember(new URL('https://x/hidden-text')),
    withMember(new Request('https://x/hidden-text')),
    withMember(new Headers({ authorization: 'hidden-text' })),
    withMember({ 'hidden-text': 1 }),
    withMember({ [Symbol('hidden-text')]: 1 }),
    new AggregateError([new TypeError('hidden-text')], 'many'),
    new Map([['a', 'hidden-text']]),
    getter,
    around,
  ]) {
    const clean = redactor.error(thrown)
    expect(clean).not.toBe(thrown)
    expect(inspect(clean, { depth: 20, showHidden: true })).not.toContain('hidden-text')
  }
  expect(redactor.error(Object.assign(new TypeError('hidden-text'), { code: 'ECONNRESET' }))).toMatchObject({
    name: 'TypeError',
    message: '[redacted]',
    code: 'ECONNRESET',
  })
})

test('a body nested deeper than the stack is high is cut, not a crash', () => {
  const deep = JSON.parse(`${'['.repeat(8_000)}"hidden-text"${']'.repeat(8_000)}`) as unknown
  expect(JSON.stringify(createRedactor(['hidden-text']).value(deep))).toContain('…')
})

test('no call is repeated beyond the limit, nor sooner than the server asked', () => {
  const error = fc
    .record({
      code: fc.constantFrom('rate_limited', 'unavailable', 'network', 'body_cut', 'refused', 'timeout'),
      status: fc.constantFrom(undefined, 408, 429, 500, 503),
      retryAfterMs: fc.option(fc.nat(200_000), { nil: undefined }),
    })
    .map(({ code, ...details }) => new ApiError(code as 'refused', 'no', details))
  fc.assert(
    fc.property(
      error,
      fc.nat(5),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failure, retries, random) => {
        const policy = completeRetry({ limit: 3 })
        const delayMs = nextDelayMs(failure, 'read', retries, policy, random)
        expect(nextDelayMs(failure, 'write', retries, policy, random)).toBeUndefined()
        if (retries >= 3) expect(delayMs).toBeUndefined()
        if (delayMs === undefined) return
        const { retryAfterMs = 0 } = failure
        expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs)
        expect(delayMs).toBeGreaterThan(300)
        if (retryAfterMs < 300) expect(delayMs).toBeLessThanOrEqual(8_000)
        expect(delayMs).toBeLessThanOrEqual(policy.maxRetryAfterMs)
      },
    ),
  )
})
