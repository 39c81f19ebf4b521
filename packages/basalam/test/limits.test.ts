import { describe, expect, test } from 'vitest'
import type { Basalam } from '../src/index.js'
import { failureOf, methodOf, openBasalam } from './support/clients.js'
import { documented, resolve, type Documented, type Schema } from './support/documents.js'
import { camel } from './support/inputs.js'

interface Limit {
  readonly operation: Documented
  /** By our name: `perPage`. */
  readonly name: string
  readonly wrong: number
}

/** A number that a schema rules out on each side, and one in between that is not whole. */
function beyond({ type, minimum, exclusiveMinimum, maximum }: Schema): readonly number[] {
  const low = minimum === undefined ? exclusiveMinimum : minimum - 1
  // Ids of 32 bits are what the server's language makes of them, and no rule of the API.
  const high = maximum === undefined || maximum === 2 ** 31 - 1 ? undefined : maximum + 1
  const broken = type === 'integer' && low !== undefined ? low + 1.5 : undefined
  return [low, high, broken].filter((one) => one !== undefined)
}

const limits: readonly Limit[] = documented.flatMap((operation) =>
  operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .flatMap(({ name, schema }) => {
      const parts = [schema, ...(schema.anyOf ?? [])].map((part) => resolve(part, operation.schemas))
      return parts.flatMap(beyond).map((wrong) => ({ operation, name: camel(name), wrong }))
    }),
)

/** Whatever else has to be there. */
function otherwiseRight({ parameters }: Documented): Readonly<Record<string, unknown>> {
  const needed = parameters.filter(({ required }) => required === true)
  return Object.fromEntries(needed.map(({ name }) => [camel(name), 1]))
}

describe('a number that the documents rule out is refused by name before anything is sent:', () => {
  test.for(
    limits.map(({ operation, ...limit }) => [operation.call, limit.name, limit.wrong, operation] as const),
  )('%s, %s: %f', async ([call, name, wrong, operation]) => {
    const { sandbox, basalam } = await openBasalam()
    const error = await failureOf(methodOf(basalam, call)({ ...otherwiseRight(operation), [name]: wrong }))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
    expect(sandbox.requests).toEqual([])
  })

  test('there are such', () => {
    expect(limits.length).toBeGreaterThan(30)
  })
})

describe('what JSON and headers would change without a word is refused by name before anything is sent:', () => {
  test.for<[string, (basalam: Basalam) => PromiseLike<unknown>]>([
    ['primaryPrice', ({ products }) => products.update({ productId: 1, primaryPrice: Number.NaN })],
    [
      'content.entityId',
      ({ chats }) =>
        chats.sendMessage({ chatId: 1, messageType: 'product', content: { entityId: Infinity } }),
    ],
    [
      'messageMetadata.at.0',
      ({ chats }) =>
        chats.sendMessage({ chatId: 1, content: 'x', messageMetadata: { at: [new Date(Number.NaN)] } }),
    ],
    ['rows', ({ search }) => search.products({ q: 'x', rows: Number.NaN })],
    ['gatewaySecret', ({ appPayments }) => appPayments.listMethods({ gatewaySecret: { a: 1 } } as never)],
  ])('%s', async ([name, call]) => {
    const { sandbox, basalam } = await openBasalam()
    const error = await failureOf(call(basalam))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
    expect(sandbox.requests).toEqual([])
  })
})

describe('what the path needs and is not there is refused by name before anything is sent:', () => {
  const withPath = documented.filter(({ path, call }) => path.includes('{') && !call.startsWith('bots.'))

  test.for(withPath)('$call ($method $path)', async ({ call, path }) => {
    const { sandbox, basalam } = await openBasalam()
    const error = await failureOf(methodOf(basalam, call)({ content: 'x' }))
    expect(error.code).toBe('invalid_argument')
    expect(error.message).toMatch(
      new RegExp(
        path
          .match(/\{(\w+)\}/g)
          ?.map((name) => camel(name.slice(1, -1)))
          .join('|') ?? '',
      ),
    )
    expect(sandbox.requests).toEqual([])
  })
})
