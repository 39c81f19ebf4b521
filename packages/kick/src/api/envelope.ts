import { readErrorBody, type ErrorBody } from '@wireloom/http-core'
import type { EnvelopeWire } from './envelope.wire.js'

type Members = Readonly<Record<string, unknown>>

/** What is in the envelope. @throws TypeError where there is no object in it */
export function openEnvelope(body: unknown): Members {
  const { data } = toMembers(body) as EnvelopeWire
  const members = toMembers(data)
  if (members !== data) throw new TypeError('The answer holds no data.')
  return members
}

/** Reads the envelope of a refusal, whose details may stand in the place of the data. */
export function readRefusal(body: unknown): ErrorBody {
  const { data, message } = toMembers(body) as EnvelopeWire
  const details = typeof data === 'string' && data.trim() !== '' ? data.trim() : undefined
  const words = [details, message].filter((text) => typeof text === 'string')
  return {
    ...readErrorBody(body),
    ...(details !== undefined && { message: details }),
    // Seen with status 400: the day's messages are used up, which says nothing against the message itself.
    ...(words.some((text) => /quota exceeded/i.test(text)) && { code: 'rate_limited' as const }),
  }
}

function toMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
}
