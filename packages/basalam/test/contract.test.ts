import type { BasalamRequest, ReceivedFile } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { methodOf, openBasalam } from './support/clients.js'
import { documented, manifest, type Documented, type Schema } from './support/documents.js'
import { faultsOf } from './support/faults-of.js'
import { arbitraryInput, type Given } from './support/inputs.js'
import { once, prepare } from './support/prepare.js'

/** Whether a text of a query, read as any JSON it may stand for, fits. */
function fits(operation: Documented, schema: Schema, texts: readonly string[]): boolean {
  const read = (one: string): readonly unknown[] => [
    one,
    ...(/^-?[\d.]+(e\+\d+)?$|^(true|false)$/.test(one) ? [JSON.parse(one)] : []),
  ]
  const single = texts.length === 1 ? read(texts[0] ?? '') : []
  const lists = [texts, texts.map((one) => read(one).at(-1))]
  return [...single, ...lists].some((value) => faultsOf(operation, schema, value) === '')
}

/** Holds what arrived against the operation's document, and against what was given. */
function checkArrival(operation: Documented, given: Given, request: BasalamRequest): void {
  const { id, method, path, parameters, body } = operation
  expect(request).toMatchObject({ operationId: id, method })
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(given.path[name] ?? ''),
  )
  expect(request.path).toBe(address)

  const query = new URLSearchParams(request.search)
  const known = parameters.filter((parameter) => parameter.in === 'query')
  for (const name of query.keys()) expect(known.map((parameter) => parameter.name)).toContain(name)
  for (const { name, schema } of known) {
    const value = given.query[name]
    const wanted = value === undefined || value === null ? [] : [value].flat().map(String)
    const arrived = query.getAll(name)
    const isText = ![schema, ...(schema.anyOf ?? [])].some(({ type }) => type === 'array')
    expect(arrived, name).toEqual(isText && wanted.length > 1 ? [wanted.join(',')] : wanted)
    if (arrived.length > 0)
      expect(fits(operation, schema, arrived), `${name}=${arrived.join('|')}`).toBe(true)
  }
  expect(request.headers).toMatchObject(given.headers)
  if (body?.isRequired === true) {
    expect(request.body).toEqual(given.body)
    expect(faultsOf(operation, body.schema, request.body)).toBe('')
  } else {
    expect(request.body).toBeUndefined()
    expect(request.headers['content-type']).toBeUndefined()
  }
}

describe('the manifest', () => {
  test('names a method for each of the 154 operations, and for nothing else', () => {
    const ids = Object.entries(manifest).flatMap(([service, calls]) =>
      Object.keys(calls).map((id) => `${service} ${id}`),
    )
    expect(ids.toSorted()).toEqual(documented.map(({ service, id }) => `${service} ${id}`).toSorted())
    expect(ids).toHaveLength(154)
  })

  test('leaves no method of the client without an operation', async () => {
    const { basalam } = await openBasalam()
    const named = new Set(documented.map(({ call }) => call))
    const aliases = ['createMessage', 'createChat', 'getMessages', 'getChats', 'sendFile'].map(
      (name) => `chats.${name}`,
    )
    const methods = Object.entries(basalam).flatMap(([noun, api]) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(api))
        .filter((name) => name !== 'constructor')
        .map((verb) => `${noun}.${verb}`),
    )
    expect(methods.filter((method) => !named.has(method)).toSorted()).toEqual(aliases.toSorted())
  })
})

describe('what arrives is what the document asks for:', () => {
  const ownTests = new Set(['files.upload'])

  test.for(documented.filter(({ call }) => !ownTests.has(call)))(
    '$call ($method $path)',
    async (operation) => {
      const { sandbox, basalam } = await openBasalam()
      const method = methodOf(basalam, operation.call)
      const fixed = await prepare(operation, sandbox, basalam)
      const isBot = operation.service === 'chat' && operation.path.startsWith('/v1/bots')
      await fc.assert(
        fc.asyncProperty(arbitraryInput(operation, fixed), async (given) => {
          await method(isBot ? { ...given.input, method: operation.method } : given.input)
          const request = sandbox.requests.at(-1)
          expect(request).toBeDefined()
          checkArrival(operation, given, request as BasalamRequest)
        }),
        { numRuns: once.has(operation.call) ? 1 : 12 },
      )
    },
  )

  test('files.upload, in parts', async () => {
    const { sandbox, basalam } = await openBasalam()
    await basalam.files.upload({
      file: new File(['abc'], 'عکس.jpg', { type: 'image/jpeg' }),
      fileType: 'product.photo',
      thumbnail: new Blob(['d']),
      customUniqueName: 'یک',
      expireMinutes: 9,
    })
    const request = sandbox.requests.at(-1) as BasalamRequest
    const operation = documented.find(({ call }) => call === 'files.upload') as Documented
    expect(request).toMatchObject({ operationId: operation.id, method: 'POST', path: '/v1/files' })
    const parts = request.body as Readonly<Record<string, string | ReceivedFile>>
    expect(parts).toEqual({
      file: { fileName: 'عکس.jpg', contentType: 'image/jpeg', bytes: new Uint8Array([97, 98, 99]) },
      file_type: 'product.photo',
      thumbnail: expect.objectContaining({ bytes: new Uint8Array([100]) }),
      custom_unique_name: 'یک',
      expire_minutes: '9',
    })
    const asJson = { ...parts, file: '', thumbnail: '', expire_minutes: 9 }
    expect(faultsOf(operation, operation.body?.schema ?? {}, asJson)).toBe('')
  })
})
