import { Ajv, type ValidateFunction } from 'ajv'
import { endpointSchemas, envelopeSchema, refusalSchema, type Schema } from './kick-schemas.js'

const ajv = new Ajv({ allErrors: true, strictRequired: false })
const validators = new Map<string, ValidateFunction>()

/** What is wrong with a value, by a schema; an empty text where nothing is. */
function findFaults(name: string, schema: Schema, value: unknown): string {
  const validate = validators.get(name) ?? ajv.compile(schema)
  validators.set(name, validate)
  return validate(value) ? '' : ajv.errorsText(validate.errors)
}

/** What is wrong with an answer of an endpoint, whether it is a success or a refusal. */
export function findAnswerFaults(endpoint: string, status: number, body: unknown): string {
  if (status >= 400) return findFaults('refusal', refusalSchema, body)
  const schema = endpointSchemas[endpoint]
  if (schema === undefined) return `Kick has no endpoint ${endpoint}`
  const { data, isPaged = false, status: wanted = 200 } = schema
  if (status !== wanted) return `the status is ${status}, not ${wanted}`
  if (data === undefined) return body === undefined ? '' : 'there is a body'
  return findFaults(`${endpoint} answer`, envelopeSchema(data, isPaged), body)
}

/** What is wrong with the body of a request to an endpoint. */
export function findBodyFaults(endpoint: string, body: unknown): string {
  const schema = endpointSchemas[endpoint]?.body
  return schema === undefined ? '' : findFaults(`${endpoint} body`, schema, body)
}
