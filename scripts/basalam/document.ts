/** The part of an OpenAPI 3.1 document that the gateway's exports use, after {@link normalize}. */
export interface ApiDocument {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface ApiOperation {
  readonly operationId: string
  readonly parameters?: readonly ApiParameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: MediaTypes }
  readonly responses: Readonly<Record<string, { readonly content?: MediaTypes }>>
}

export interface ApiParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}

type MediaTypes = Readonly<Record<string, { readonly schema: Schema }>>

/** JSON Schema as far as the documents use it. */
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
}

/** The services, as their documents are named. */
export const services = [
  'apps',
  'chat',
  'core',
  'order',
  'order-processing',
  'search',
  'shipping',
  'story',
  'upload',
  'wallet',
  'webhook',
] as const

export type Service = (typeof services)[number]

/** One operation with where it stands. */
export interface Located {
  readonly service: Service
  /** In upper case. */
  readonly method: string
  readonly path: string
  readonly operation: ApiOperation
}

/** Every operation of a document, in its order. */
export function operationsOf(service: Service, document: ApiDocument): readonly Located[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      service,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
}

/** The name a `$ref` leads to. */
export function nameOfReference(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

/** A schema's body: a reference, or an `allOf` of one reference, followed to its end. */
export function resolve(schema: Schema, { components }: ApiDocument): Schema {
  let current = schema
  for (;;) {
    const { $ref } = current.allOf?.length === 1 ? (current.allOf[0] ?? current) : current
    if ($ref === undefined) return current
    current = components.schemas[nameOfReference($ref)] ?? {}
  }
}
