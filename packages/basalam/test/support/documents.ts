import { readFileSync } from 'node:fs'

/** JSON Schema, as far as the API's documents use it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema
  readonly pattern?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}

type Media = Readonly<Record<string, { readonly schema: Schema }>>

/** One operation of a document, with the method of ours that the manifest names for it. */
export interface Documented {
  readonly service: string
  readonly id: string
  /** `products.list` */
  readonly call: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body: { readonly media: string; readonly schema: Schema; readonly isRequired: boolean } | undefined
  readonly answer: Schema
  readonly schemas: Readonly<Record<string, Schema>>
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string
            readonly parameters?: readonly Parameter[]
            readonly requestBody?: { readonly content: Media; readonly required?: boolean }
            readonly responses: Readonly<Record<string, { readonly content?: Media }>>
          }
        >
      >
    >
  >
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../api/${name}.json`, import.meta.url), 'utf8'))

export const manifest = read('manifest') as Readonly<Record<string, Readonly<Record<string, string>>>>

/** Every operation of every document. */
export const documented: readonly Documented[] = Object.keys(manifest).flatMap((service) => {
  const { paths, components } = read(service) as Document
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId: id, parameters = [], requestBody, responses }]) => {
      const [body] = Object.entries(requestBody?.content ?? {})
      const answer = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
      return {
        service,
        id,
        call: manifest[service]?.[id] ?? `(the manifest lacks ${id})`,
        method: method.toUpperCase(),
        path,
        parameters,
        body: body && { media: body[0], schema: body[1].schema, isRequired: requestBody?.required === true },
        answer: answer?.content?.['application/json']?.schema ?? {},
        schemas: components.schemas,
      }
    }),
  )
})

/** References followed to their end. */
export function resolve(schema: Schema, schemas: Documented['schemas']): Schema {
  const { $ref } = schema.allOf?.length === 1 ? (schema.allOf[0] ?? {}) : schema
  return $ref === undefined ? schema : resolve(schemas[$ref.replace(/^.*\//, '')] ?? {}, schemas)
}
