import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Documented, Schema } from './documents.js'

const ajv = new Ajv2020({ strict: false, validateFormats: false })
const validators = new WeakMap<Schema, ValidateFunction>()

/** What is wrong with a value, by a schema of the documents and a validator that is not ours; empty where it fits. */
export function faultsOf({ schemas }: Documented, schema: Schema, value: unknown): string {
  const validate = validators.get(schema) ?? ajv.compile({ components: { schemas }, ...schema })
  validators.set(schema, validate)
  return validate(value) ? '' : ajv.errorsText(validate.errors)
}
