import { documentsText } from './generated/documents.js'

/** JSON Schema, as far as the API's documents use it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly (string | number)[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}

/** One operation of the API. */
export interface ApiOperation {
  /** As the API's document names it. */
  readonly id: string
  readonly service: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body?: { readonly media: string; readonly isRequired: boolean; readonly schema: Schema }
  /** What a good answer has. */
  readonly status: number
  /** Empty where the document says nothing. */
  readonly answer: Schema
}

/** An operation that was asked for, with the parts of the path that stand for its parameters. */
export interface FoundOperation {
  readonly operation: ApiOperation
  readonly parameters: Readonly<Record<string, string>>
}

/** What the API's documents say. */
export interface ApiDocuments {
  find(method: string, path: string): FoundOperation | undefined
  /** A schema's own body: references followed to their end. */
  resolve(service: string, schema: Schema): Schema
}

type ServiceDocument = {
  readonly schemas: Readonly<Record<string, Schema>>
  readonly operations: readonly Omit<ApiOperation, 'service'>[]
}

let loaded: ApiDocuments | undefined

/** The documents that were built in, read at the first request. */
export function loadDocuments(): ApiDocuments {
  loaded ??= createDocuments(JSON.parse(documentsText) as Readonly<Record<string, ServiceDocument>>)
  return loaded
}

function createDocuments(documents: Readonly<Record<string, ServiceDocument>>): ApiDocuments {
  const routes = Object.entries(documents)
    .flatMap(([service, { operations }]) => operations.map((operation) => ({ ...operation, service })))
    .map((operation) => ({ operation, steps: operation.path.split('/') }))
    // A word stands before a parameter: /webhooks/events is no webhook called events.
    .toSorted((a, b) => countParameters(a.operation.path) - countParameters(b.operation.path))

  return {
    find(method, path) {
      const given = path.split('/')
      for (const { operation, steps } of routes) {
        if (operation.method !== method || steps.length !== given.length) continue
        const parameters = matchSteps(steps, given)
        if (parameters !== undefined) return { operation, parameters }
      }
      return undefined
    },
    resolve(service, schema) {
      let current = schema
      for (;;) {
        const { $ref } = current.allOf?.length === 1 ? (current.allOf[0] ?? current) : current
        if ($ref === undefined) return current
        current = documents[service]?.schemas[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}
      }
    },
  }
}

function countParameters(path: string): number {
  return path.split('{').length
}

function matchSteps(
  steps: readonly string[],
  given: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parameters: Record<string, string> = {}
  for (const [index, step] of steps.entries()) {
    const part = given[index] ?? ''
    if (!step.startsWith('{')) {
      if (step !== part) return undefined
    } else {
      if (part === '') return undefined
      try {
        parameters[step.slice(1, -1)] = decodeURIComponent(part)
      } catch {
        return undefined
      }
    }
  }
  return parameters
}
