import fc from 'fast-check'
import { resolve, type Documented, type Schema } from './documents.js'

type Members = Readonly<Record<string, unknown>>

/** What is put into one request: as a caller writes it, and as it has to arrive. */
export interface Given {
  readonly input: Members
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: Members | undefined
}

const headerNames: Readonly<Record<string, string>> = {
  prefer: 'prefer',
  'with-out-vendor': 'withoutVendor',
  'x-gateway-secret': 'gatewaySecret',
  'x-operator-id': 'operatorId',
}

/** Any request that an operation's document allows. @param fixed members, by their names on the wire, that have to be so */
export function arbitraryInput(operation: Documented, fixed: Members = {}): fc.Arbitrary<Given> {
  const { parameters, body, schemas } = operation
  const of = (place: string): fc.Arbitrary<Members> => {
    const here = parameters.filter((parameter) => parameter.in === place)
    return fc.record(
      Object.fromEntries(
        here.map(({ name, schema }) => [
          name,
          name in fixed
            ? fc.constant(fixed[name])
            : place === 'header'
              ? headerValue(name)
              : word(operation, name, schema),
        ]),
      ),
      {
        requiredKeys: here
          .filter(({ required, name }) => required === true || name in fixed)
          .map(({ name }) => name),
      },
    )
  }
  const isJson = body?.media === 'application/json'
  const content = isJson ? membersOf(resolve(body.schema, schemas), schemas, fixed) : fc.constant(undefined)
  return fc
    .record({ path: of('path'), query: of('query'), headers: of('header'), body: content })
    .map((given) => toGiven(given))
}

interface Wire {
  readonly path: Members
  readonly query: Members
  readonly headers: Members
  readonly body: Members | undefined
}

function toGiven({ path, query, headers, body }: Wire): Given {
  const input: Record<string, unknown> = { ...toOurs(path), ...toOurs(body ?? {}) }
  for (const [name, value] of Object.entries(query)) {
    const steps = name
      .split(/[.[\]]+/)
      .filter((step) => step !== '')
      .map(camel)
    let place = input
    for (const step of steps.slice(0, -1)) place = (place[step] ??= {}) as Record<string, unknown>
    place[steps.at(-1) ?? ''] = value
  }
  for (const [name, value] of Object.entries(headers)) input[headerNames[name.toLowerCase()] ?? name] = value
  const texts = Object.entries(headers).map(
    ([name, value]) =>
      [name.toLowerCase(), name === 'prefer' ? `return=${String(value)}` : String(value)] as const,
  )
  return {
    input,
    path: Object.fromEntries(Object.entries(path).map(([name, value]) => [name, String(value)])),
    query,
    headers: Object.fromEntries(texts),
    body,
  }
}

/** Members that stay as they are whatever is in them. */
const open = new Set(['message_metadata', 'inline_markup_button', 'references'])

function toOurs(members: Members): Members {
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert)
    return typeof value === 'object' && value !== null ? toOurs(value as Members) : value
  }
  const entries = Object.entries(members).map(([name, value]) => {
    if (name !== 'pay_drivers') return [camel(name), open.has(name) ? value : convert(value)] as const
    // Its names are data, and what they lead to is not.
    const drivers = Object.entries(value as Members).map(([driver, one]) => [driver, convert(one)] as const)
    return [camel(name), Object.fromEntries(drivers)] as const
  })
  return Object.fromEntries(entries)
}

export function camel(name: string): string {
  const [first = '', ...rest] = name.split(/[_-]+/)
  // Of a page that ends in an underscore.
  return first + rest.map((step) => step.charAt(0).toUpperCase() + step.slice(1)).join('')
}

/** Persian with its joiners and both forms of its letters and digits, among other things. */
const text = fc.oneof(
  fc.constantFrom('می‌خواهم ۱۲۳', 'كيف ٤٥', 'a b&c=d/e?f#g', '۰', '"quoted"', 'line\nbreak'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
)

function headerValue(name: string): fc.Arbitrary<unknown> {
  if (name === 'prefer') return fc.constantFrom('minimal', 'full')
  if (name === 'with-out-vendor') return fc.boolean()
  return name === 'x-operator-id' ? fc.nat() : fc.constantFrom('a-secret-of-the-app')
}

/** A value of a path or a query. */
function word({ service, schemas }: Documented, name: string, schema: Schema): fc.Arbitrary<unknown> {
  const isList =
    service === 'webhook'
      ? name === 'event_ids'
      : service === 'order-processing' && /(^|[._])(ids|statuses)$/.test(name)
  if (isList) return fc.array(fc.nat(), { minLength: 1, maxLength: 3 })
  // No page and no length is below one, whether the document says so or not.
  if (name === 'per_page' || name === 'page') return fc.integer({ min: 1, max: 30 })
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const parts = [schema, ...(schema.anyOf ?? [])].filter(({ type }) => type !== 'null')
  const known = parts.find(({ anyOf }) => anyOf === undefined) ?? schema
  if (known.type === 'array') {
    const items =
      Object.keys(known.items ?? {}).length === 0 ? fc.nat() : arbitraryOf(known.items ?? {}, schemas)
    return fc.array(items, { minLength: 1, maxLength: 3 })
  }
  return arbitraryOf(known, schemas).filter((value) => !/^\.{0,2}$/.test(String(value)))
}

function arbitraryOf(schema: Schema, schemas: Documented['schemas']): fc.Arbitrary<unknown> {
  const known = resolve(schema, schemas)
  if (known.anyOf !== undefined) return fc.oneof(...known.anyOf.map((part) => arbitraryOf(part, schemas)))
  if (known.enum !== undefined) return fc.constantFrom(...known.enum)
  switch (known.type) {
    case 'integer':
      return fc.integer({
        min:
          known.minimum ?? (known.exclusiveMinimum === undefined ? -(2 ** 31) : known.exclusiveMinimum + 1),
        max: known.maximum ?? 2 ** 40,
      })
    case 'number':
      return fc.double({ min: known.minimum ?? 0.5, max: 1e9, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return stringOf(known)
    case 'array':
      return fc.array(arbitraryOf(known.items ?? {}, schemas), {
        minLength: known.minItems ?? 0,
        maxLength: Math.min(known.maxItems ?? 3, 3),
      })
    case 'object':
      return known.properties === undefined && known.additionalProperties !== undefined
        ? fc.dictionary(
            fc.constantFrom('credit', 'some_driver'),
            arbitraryOf(known.additionalProperties, schemas),
          )
        : membersOf(known, schemas, {})
    default:
      return fc.jsonValue()
  }
}

function stringOf({ pattern, format, minLength = 0, maxLength = Infinity }: Schema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  if (format === 'date-time') return fc.constantFrom('2026-06-01T10:00:00Z', '2026-06-01T10:00:00.123+03:30')
  if (format === 'uri') return fc.constant('https://example.com/hook?a=1')
  return text.map((value) => {
    // Counted as JSON Schema counts: in code points.
    const points = Array.from(value)
    return [...points, ...Array.from({ length: minLength }, () => 'ی')]
      .slice(0, Math.min(maxLength, Math.max(points.length, minLength)))
      .join('')
  })
}

function membersOf(
  { properties, required = [] }: Schema,
  schemas: Documented['schemas'],
  fixed: Members,
): fc.Arbitrary<Members> {
  if (properties === undefined) return fc.dictionary(fc.constantFrom('some_key', 'other'), fc.nat())
  const entries = Object.entries(properties).map(([name, part]) => [
    name,
    name in fixed ? fc.constant(fixed[name]) : arbitraryOf(part, schemas),
  ])
  return fc.record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [...required, ...Object.keys(fixed).filter((name) => name in properties)],
  })
}
