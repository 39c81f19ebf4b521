import type { ApiErrorCode, FieldMessage } from './api-error.js'

/** What can be read from the body of a refusal. */
export interface ErrorBody {
  readonly message?: string | undefined
  readonly fields?: readonly FieldMessage[] | undefined
  /** The code, where the body tells it better than the status does. Default: by the status. */
  readonly code?: ApiErrorCode | undefined
}

type Members = Readonly<Record<string, unknown>>

/**
 * Reads the bodies that JSON APIs commonly refuse with: `{ message }`, `{ error, error_description }` of OAuth,
 * `{ detail }` as a text or as a list of `{ loc, msg, type }`, `{ errors: [{ location | fields, message, type | code }] }`.
 * Never throws, whatever comes in.
 */
export function readErrorBody(body: unknown): ErrorBody {
  if (!isMembers(body)) return {}
  const fields = [...readList(body['detail']), ...readList(body['errors'])]
  const message = [
    body['message'],
    body['detail'],
    body['error_description'],
    body['error'],
    isMembers(body['error']) ? body['error']['message'] : undefined,
    body['description'],
    fields[0]?.message,
  ].find((candidate): candidate is string => typeof candidate === 'string' && candidate.trim() !== '')
  return { message: message?.trim(), fields }
}

function readList(list: unknown): readonly FieldMessage[] {
  if (!Array.isArray(list)) return []
  return list.filter(isMembers).flatMap((entry) => {
    const message = [entry['msg'], entry['message']].find((text) => typeof text === 'string')
    if (message === undefined) return []
    const type = [entry['type'], entry['code']].find(isWord)
    const paths = [entry['loc'], entry['location'], entry['fields'], entry['field']].find(
      (place) => place !== undefined && place !== null,
    )
    return toPaths(paths, entry['fields'] === paths).map((path) => ({
      path,
      message,
      ...(type !== undefined && { type: String(type) }),
    }))
  })
}

/** `loc` is one path in steps, `fields` are many paths of one step. */
function toPaths(place: unknown, areMany: boolean): readonly string[] {
  if (isWord(place)) return [String(place)]
  if (!Array.isArray(place)) return ['']
  const steps = place.filter(isWord).map(String)
  return areMany && steps.length > 0 ? steps : [steps.join('.')]
}

function isWord(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
