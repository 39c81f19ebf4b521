import type { ApiDocuments, Schema } from './documents.js'

/** What is wrong with one part of a request. */
export interface Problem {
  /** Where, in steps: `body`, `content`, `text`. */
  readonly location: readonly (string | number)[]
  readonly message: string
  readonly type: string
}

/** Holds a value against a schema, as leniently as the servers do: members that nobody knows are passed over. */
export function problemsOf(
  documents: ApiDocuments,
  service: string,
  given: Schema,
  value: unknown,
  location: readonly (string | number)[],
): readonly Problem[] {
  const schema = documents.resolve(service, given)
  const problem = (message: string, type: string): readonly Problem[] => [{ location, message, type }]
  if (schema.anyOf !== undefined) {
    const attempts = schema.anyOf.map((part) => problemsOf(documents, service, part, value, location))
    return attempts.find(({ length }) => length === 0) ?? attempts[0] ?? []
  }
  if (schema.enum !== undefined) {
    return schema.enum.includes(value as string)
      ? []
      : problem(`value is not one of ${schema.enum.join(', ')}`, 'type_error.enum')
  }
  switch (schema.type) {
    case 'integer':
    case 'number':
      return typeof value === 'number' && (schema.type === 'number' || Number.isInteger(value))
        ? (limitProblem(schema, value, problem) ?? [])
        : problem(`value is not a valid ${schema.type}`, `type_error.${schema.type}`)
    case 'boolean':
      return typeof value === 'boolean' ? [] : problem('value is no boolean', 'value_error.boolean')
    case 'null':
      return value === null ? [] : problem('value is not null', 'type_error.null')
    case 'string':
      return typeof value === 'string'
        ? // As Python counts them.
          lengthProblems(schema.minLength, schema.maxLength, Array.from(value).length, problem)
        : problem('str type expected', 'type_error.str')
    case 'array':
      if (!Array.isArray(value)) return problem('value is not a valid list', 'type_error.list')
      return [
        ...lengthProblems(schema.minItems, schema.maxItems, value.length, problem),
        ...value.flatMap((item, index) =>
          problemsOf(documents, service, schema.items ?? {}, item, [...location, index]),
        ),
      ]
    case 'object':
      return objectProblems(documents, service, schema, value, location)
    default:
      return []
  }
}

/** A value of the query or the path as the type that the schema asks for, where it can be read as such. */
export function readText(documents: ApiDocuments, service: string, given: Schema, text: string): unknown {
  const schema = documents.resolve(service, given)
  const types = new Set((schema.anyOf ?? [schema]).map((part) => documents.resolve(service, part).type))
  if ((types.has('integer') || types.has('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

type Report = (message: string, type: string) => readonly Problem[]

function limitProblem(
  { minimum, exclusiveMinimum, maximum }: Schema,
  value: number,
  problem: Report,
): readonly Problem[] | undefined {
  const low = minimum ?? (exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + 1)
  if (value < low) return problem(`value must be at least ${low}`, 'value_error.number.not_ge')
  if (maximum !== undefined && value > maximum) {
    return problem(`value must be at most ${maximum}`, 'value_error.number.not_le')
  }
  return undefined
}

function lengthProblems(
  least: number = 0,
  most: number = Infinity,
  length: number,
  problem: Report,
): readonly Problem[] {
  if (length < least) return problem(`has ${length}, at least ${least} are needed`, 'value_error.min_length')
  return length > most ? problem(`has ${length}, at most ${most} are allowed`, 'value_error.max_length') : []
}

function objectProblems(
  documents: ApiDocuments,
  service: string,
  { properties = {}, required = [], additionalProperties }: Schema,
  value: unknown,
  location: readonly (string | number)[],
): readonly Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ location, message: 'value is not a valid dict', type: 'type_error.dict' }]
  }
  const members = value as Readonly<Record<string, unknown>>
  const missing = required
    .filter((name) => members[name] === undefined)
    .map((name) => ({
      location: [...location, name],
      message: 'field required',
      type: 'value_error.missing',
    }))
  const wrong = Object.entries(members).flatMap(([name, member]) => {
    const part =
      properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
    return part === undefined ? [] : problemsOf(documents, service, part, member, [...location, name])
  })
  return [...missing, ...wrong]
}
