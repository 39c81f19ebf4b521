import type { ApiDocument } from './document.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Prose and bookkeeping of the exporter; names and types are all that is needed. */
const dropped = new Set(['title', 'summary', 'description', 'tags', 'security', 'examples', 'example', 'gte'])

/** Set by the transport, or meant for the platform's own staff. */
const internalHeaders = new Set([
  'authorization',
  'auth',
  'user-agent',
  'cache-control',
  'x-client-info',
  'x-forwarded-for',
  'x-real-ip',
  'x-creation-tags',
  'x-user-session',
])

/** Names that two schemas share once the exporter's modules are taken off. */
const aliases: Readonly<Record<string, string>> = {
  api__schemas__vendor__vendor_discount_schema__ProductFilterSchema: 'DiscountProductFilterSchema',
  api__responses__v4__vendor_response__PublicVendorResponse: 'PublicVendorResponseV4',
  api__v1__response_models__logistics__product_response__ProfileResponse: 'ProductProfileResponse',
  MessageResponseV3__1: 'CreatedMessageResponse',
  MessageResponseV3__2: 'EditedMessageResponse',
  Body_balance_v2_user__user_id__balance_post: 'BalanceRequest',
  Body_spend_credit_v2_user__user_id__spend_post: 'SpendRequest',
  Body_rollback_spend_v2_user__user_id__spend__spend_id__delete: 'RollbackRequest',
  Body_rollback_spend_by_ref_reason_v2_user__user_id__spend_by_ref__reason_id___reference_id__delete:
    'RollbackByReferenceRequest',
  Body_create_file_v3_files_post: 'CreateFileRequest',
}

/**
 * Makes a document of the gateway fit to stand in the repository: names without the export's hashes and modules,
 * one id for one operation, no prose, no examples, none of the headers that no caller sets.
 *
 * @param dropDefaults for documents whose defaults are examples, which would filter results if they were applied
 */
export function normalize(given: unknown, { dropDefaults }: { readonly dropDefaults: boolean }): ApiDocument {
  const { openapi, paths, components } = given as ApiDocument
  const names = shortNames(Object.keys(components.schemas))
  const rest = clean({ paths, components } as unknown as Json, dropDefaults, names) as unknown as ApiDocument
  return withPathParameters(uniqueIds({ ...rest, openapi }))
}

/** @throws RangeError where two schemas would get one name */
export function shortNames(names: readonly string[]): ReadonlyMap<string, string> {
  const short = new Map(names.map((name) => [name, shorten(name)]))
  const taken = new Set<string>()
  for (const name of short.values()) {
    if (taken.has(name)) throw new RangeError(`Two schemas are called ${name}: give one an alias.`)
    taken.add(name)
  }
  return short
}

function shorten(name: string): string {
  const plain = name.replace(/^[a-z_]+_[0-9a-f]{6}_/, '')
  const bare = plain.replace(/^.*__(?=[A-Z])/, '')
  const word = aliases[plain] ?? aliases[bare] ?? bare
  return word.replace(/_Modified_[0-9a-f]{8}$/, '').replace(/_$/, '')
}

function clean(value: Json, dropDefaults: boolean, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => clean(item, dropDefaults, names))
  if (typeof value !== 'object' || value === null) return value
  const isConstant = 'const' in value
  const entries = Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, member]) => {
    if (name === '$ref') return [[name, rename(member as string, names)] as const]
    if (name === 'schemas') {
      return [[name, schemasOf(member as Readonly<Record<string, Json>>, dropDefaults, names)] as const]
    }
    // Members of a schema may have any name, those of the prose included.
    if (name === 'properties') {
      const members = Object.entries(member as Readonly<Record<string, Json>>)
      return [
        [
          name,
          Object.fromEntries(members.map(([key, one]) => [key, clean(one, dropDefaults, names)])),
        ] as const,
      ]
    }
    if (dropped.has(name) || (dropDefaults && name === 'default')) return []
    // A constant was taken from one example: any text is sent there.
    if (isConstant && (name === 'const' || name === 'enum')) return []
    if (name === 'parameters') return [[name, clean(withoutInternal(member), dropDefaults, names)] as const]
    return [[name, clean(member, dropDefaults, names)] as const]
  })
  return Object.fromEntries(entries)
}

function schemasOf(
  schemas: Readonly<Record<string, Json>>,
  dropDefaults: boolean,
  names: ReadonlyMap<string, string>,
): Json {
  return Object.fromEntries(
    Object.entries(schemas)
      .map(([name, schema]) => [names.get(name) ?? name, clean(schema, dropDefaults, names)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function withoutInternal(parameters: Json): Json {
  return (parameters as readonly { readonly name: string; readonly in: string }[]).filter(
    (parameter) => parameter.in !== 'header' || !internalHeaders.has(parameter.name.toLowerCase()),
  )
}

function rename(reference: string, names: ReadonlyMap<string, string>): string {
  const start = reference.lastIndexOf('/') + 1
  const name = reference.slice(start)
  return `${reference.slice(0, start)}${names.get(name) ?? name}`
}

/** One operation was exported without a parameter that stands in its path; ids are whole numbers. */
function withPathParameters(document: ApiDocument): ApiDocument {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const operations = Object.entries(item).map(([method, operation]) => {
      const { parameters = [] } = operation
      const forgotten = [...path.matchAll(/\{(\w+)\}/g)]
        .map(([, name = '']) => name)
        .filter((name) => !parameters.some((parameter) => parameter.name === name))
        .map((name) => ({ name, in: 'path', required: true, schema: { type: 'integer' } }) as const)
      if (forgotten.length === 0) return [method, operation] as const
      return [method, { ...operation, parameters: [...forgotten, ...parameters] }] as const
    })
    return [path, Object.fromEntries(operations)] as const
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

/** The exporter gave one id to two methods of one path. */
function uniqueIds(document: ApiDocument): ApiDocument {
  const taken = new Set<string>()
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const operations = Object.entries(item).map(([method, operation]) => {
      const id = operation.operationId
      const operationId = taken.has(id) ? `${id.replace(/_(get|post|put|patch|delete)$/, '')}_${method}` : id
      taken.add(operationId)
      return [method, { ...operation, operationId }] as const
    })
    return [path, Object.fromEntries(operations)] as const
  })
  return { ...document, paths: Object.fromEntries(paths) }
}
