import { toCamelCase } from '../../packages/basalam/src/case.ts'
import { nameOfReference, type Schema, type Service } from './document.ts'
import { typeNameOf, unitOf } from './names.ts'

/** Which way a shape goes: what is sent is held to the document, what comes back is taken as it is. */
export type Way = 'sent' | 'received'

/** A schema as TypeScript. */
export function printType(service: Service, schema: Schema, way: Way): string {
  if (schema.$ref !== undefined) return typeNameOf(service, nameOfReference(schema.$ref))
  if (schema.enum !== undefined) return printEnum(schema.enum, way)
  const parts = schema.anyOf ?? schema.allOf
  if (parts !== undefined) return printUnion(service, parts, way)
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return `readonly ${grouped(printType(service, schema.items ?? {}, way))}[]`
    case 'object':
      return printMap(service, schema, way)
    case 'string':
      if (schema.format === 'binary') return 'Blob'
      return schema.format === 'date-time' && way === 'sent' ? 'string | Date' : 'string'
    default:
      return 'unknown'
  }
}

/** The members of an interface, one a line, each with what the document says beside its type. */
export function printMembers(
  service: Service,
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
  way: Way,
): string {
  const lines = Object.entries(properties).map(([name, schema]) => {
    const isCertain = required.includes(name) && (way === 'sent' || /^(hash_)?id$/.test(name))
    const type = printType(service, schema, way)
    // Seen null where the documents do not say so.
    const text = way === 'sent' || isCertain || /^unknown$|\| null$/.test(type) ? type : `${type} | null`
    return printMember(printDoc(service, name, schema, way), toCamelCase(name), text, isCertain)
  })
  return lines.join('\n')
}

/** One line of an interface. */
export function printMember(doc: string, name: string, type: string, isCertain: boolean): string {
  const open = isCertain || type === 'unknown' ? type : `${type} | undefined`
  return `${doc}  readonly ${name}${isCertain ? '' : '?'}: ${open}`
}

/** What is said of a member: its unit, its limits, and what the server takes where it is left out. */
export function printDoc(service: Service, name: string, schema: Schema, way: Way): string {
  const facts = [unitOf(service, name), way === 'sent' ? describeLimits(schema) : undefined]
    .filter((fact) => fact !== undefined)
    .join(' ')
  return facts === '' ? '' : `  /** ${facts} */\n`
}

interface Limits extends Schema {
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly default?: unknown
}

function describeLimits(schema: Limits): string | undefined {
  const value: Limits = { ...schema.anyOf?.find(({ type }) => type !== 'null'), ...schema }
  const low = value.minimum ?? (value.exclusiveMinimum === undefined ? undefined : value.exclusiveMinimum + 1)
  const facts = [
    describeSpan(low, value.maximum, ''),
    describeSpan(value.minLength, value.maxLength, ' characters'),
    describeSpan(value.minItems, value.maxItems, ' entries'),
    describeDefault(value.default),
  ]
  return facts.filter((fact) => fact !== undefined).join(' ') || undefined
}

function describeDefault(value: unknown): string | undefined {
  if (typeof value === 'string') return `Default \`${value.replace(/^return=/, '')}\`.`
  return typeof value === 'number' || typeof value === 'boolean' ? `Default \`${value}\`.` : undefined
}

function describeSpan(low: number | undefined, high: number | undefined, unit: string): string | undefined {
  // The largest 32-bit number is no limit that anybody meets.
  const highest = high === undefined || high >= 2 ** 31 - 1 ? undefined : high
  if (highest === undefined) return low === undefined || low === 0 ? undefined : `At least ${low}${unit}.`
  if (low === highest) return `Exactly ${low}${unit.replace('entries', 'entry')}.`
  return low === undefined ? `At most ${highest}${unit}.` : `${low} to ${highest}${unit}.`
}

function printUnion(service: Service, parts: readonly Schema[], way: Way): string {
  // An object of which nothing is said says nothing beside one of which something is.
  const telling = parts.some(({ $ref }) => $ref !== undefined)
    ? parts.filter(
        (part) => part.$ref !== undefined || part.type !== 'object' || part.properties !== undefined,
      )
    : parts
  const texts = [...new Set(telling.map((part) => printType(service, part, way)))]
  return texts.includes('unknown') ? 'unknown' : texts.join(' | ')
}

function printEnum(values: readonly (string | number)[], way: Way): string {
  // Ids are texts in some of the documents, and numbers wherever they are answered.
  const ids = values.every((value) => typeof value === 'string' && /^\d+$/.test(value))
  const literals = values.map((value) => (typeof value === 'number' ? String(value) : `'${value}'`))
  const all = ids ? values.flatMap((value) => [String(value), `'${value}'`]) : literals
  if (way === 'sent') return all.join(' | ')
  // What comes back may be newer than the document; the intersection keeps the known ones in the editor's list.
  return typeof values[0] === 'number' ? 'number' : `${all.join(' | ')} | (string & {})`
}

function printMap(service: Service, schema: Schema, way: Way): string {
  const { additionalProperties } = schema
  const value =
    typeof additionalProperties === 'object' ? printType(service, additionalProperties, way) : 'unknown'
  return `Readonly<Record<string, ${value}>>`
}

function grouped(text: string): string {
  return text.includes(' ') && !text.startsWith('Readonly<') ? `(${text})` : text
}
