import { readErrorBody, type ErrorBody } from '@wireloom/http-core'
import { isMembers } from './decode.js'
import type { EnvelopeWire } from './envelope.wire.js'

/** What is in the envelope. */
export interface Opened {
  readonly data: unknown
  /** What the next page is asked by; none at the last page. */
  readonly nextCursor: string | undefined
}

/** @throws TypeError where it is no envelope, or none with anything in it */
export function openEnvelope(body: unknown): Opened {
  const { data, pagination } = toMembers(body) as EnvelopeWire
  if (data === undefined) throw new TypeError('The answer holds no data.')
  const { next_cursor: cursor } = toMembers(pagination)
  return { data, nextCursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined }
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

function toMembers(value: unknown): Readonly<Record<string, unknown>> {
  return isMembers(value) ? value : {}
}
