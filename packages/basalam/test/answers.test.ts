import type { AnswerStyle } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { methodOf, openBasalam } from './support/clients.js'
import { documented, resolve, type Documented } from './support/documents.js'
import { expectedOf } from './support/expected.js'
import { faultsOf } from './support/faults-of.js'
import { arbitraryInput } from './support/inputs.js'
import { prepare } from './support/prepare.js'

const described = documented.filter(({ call }) => call !== 'files.upload')
/** What is in these is put together anew: nulls are left out, and words told apart. */
const chats = described.filter(({ service }) => service === 'chat')
const plain = described.filter(({ service }) => service !== 'chat')

interface Answer {
  readonly value: unknown
  readonly raw: unknown
}

/** What a method makes of an answer that is as its document says. */
async function ask(operation: Documented, style: AnswerStyle): Promise<Answer> {
  const { sandbox, basalam } = await openBasalam()
  const fixed = await prepare(operation, sandbox, basalam)
  sandbox.answerWith(style)
  const paged = operation.call.startsWith('invoices') ? { page: 1, per_page: 2 } : {}
  const inputs = arbitraryInput(operation, { ...fixed, ...paged }).filter(
    // Of what is remembered, these would find nothing.
    ({ query }) => !['service_id', 'event_ids', 'webhook_id'].some((name) => name in query),
  )
  const [given] = fc.sample(inputs, { numRuns: 1, seed: 1 })
  const call = methodOf(basalam, operation.call)(given?.input) as PromiseLike<unknown> & {
    withResponse(): Promise<Answer>
  }
  const answer = await call.withResponse()
  expect(faultsOf(operation, operation.answer, answer.raw)).toBe('')
  return answer
}

describe.for<AnswerStyle>(['full', 'sparse', 'extra'])('%s answers:', (style) => {
  test.for(plain)('$call ($method $path)', async (operation) => {
    const { value, raw } = await ask(operation, style)
    const { answer, schemas } = operation
    if (Object.keys(answer).length === 0) return
    const [schema = {}] = answer.anyOf ?? [answer]
    const expected = expectedOf(raw, schema, schemas)
    const isEnvelope = resolve(schema, schemas).properties?.['data'] !== undefined
    if (!isEnvelope) {
      expect(value).toEqual(expected)
      return
    }
    const items = Array.isArray(value) ? value : (value as { items: unknown }).items
    expect(items).toEqual((expected as { data?: unknown }).data ?? [])
    if (style === 'full' && operation.call !== 'webhooks.listEvents') expect(items).toHaveLength(2)
  })

  test.for(chats)('$call ($method $path)', async (operation) => {
    const { value, raw } = await ask(operation, style)
    expect(idsIn(value)).toEqual(idsIn(raw))
  })
})

/** Every id that is anywhere in a value, in any order. */
function idsIn(value: unknown): readonly unknown[] {
  const ids: unknown[] = []
  JSON.stringify(value, (name, member: unknown) => {
    if (name === 'id') ids.push(member)
    return member
  })
  return ids.toSorted((a, b) => String(a).localeCompare(String(b)))
}

test('what no document describes comes as it is, in a list or not', async () => {
  const { basalam } = await openBasalam()
  expect(await basalam.bankAccounts.list({ userId: 1 })).toEqual({ data: { some_key: 'any' } })
  const { items } = await basalam.stories.listMine()
  expect(items).toEqual([
    { id: 3, idx: 3 },
    { id: 2, idx: 2 },
  ])
})

test('every answer that has a list in an envelope comes as a list', () => {
  const lists = plain.filter(({ answer, schemas }) => {
    const [first = {}] = answer.anyOf ?? [answer]
    return resolve(first, schemas).properties?.['data'] !== undefined
  })
  expect(
    lists.map(({ call }) => call.split('.')[1]).filter((verb) => !/^(list|getPriceHistory)/.test(verb ?? '')),
  ).toEqual([])
})
