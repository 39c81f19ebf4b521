import { ApiError, type ApiErrorCode, type ApiErrorDetails, type RequestSummary } from './api-error.js'
import { isChallenge, isPage, isRedirect, type Answer } from './answer.js'
import type { ErrorBody } from './error-body.js'
import type { Effect } from './policy.js'
import type { Redactor } from './redact.js'
import { reportUnheard } from './report.js'
import { parseRetryAfter } from './retry-after.js'

/** What an error needs to know of the call that failed. */
export interface CallFacts {
  readonly summary: RequestSummary
  readonly effect: Effect
  readonly scopes: readonly string[]
  /** The scopes of the token that was sent, where they are known. */
  readonly grantedScopes: readonly string[] | undefined
  readonly secretAnswer: boolean
  readonly redactor: Redactor
  readonly readErrorBody: (body: unknown) => ErrorBody
}

const bodyLimit = 16_384
const excerptLimit = 1_000
const messageLimit = 500
const unknownAdvice = 'it may have been done: look before you repeat it'

/** The error for an answer outside 200 to 299. */
export function toRefusal(facts: CallFacts, answer: Answer, nowMs: number): ApiError {
  if (isRedirect(answer)) return toMalformed(facts, answer, 'redirected')
  const { status, headers } = answer.response
  const { message, fields = [], code: told } = readServerWords(facts, answer)
  const missing = missingScopes(facts, answer, message)
  const code = isChallenge(answer)
    ? 'edge_blocked'
    : (told ?? codeOf(facts, status, fields.length > 0, missing))
  return build(facts, code, explain(code, facts, status, missing), {
    status,
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), nowMs),
    reason: code === 'outcome_unknown' ? 'unavailable' : undefined,
    serverMessage: message,
    fields,
    body: keptBody(facts, answer),
  })
}

/** Why an answer that refuses nothing cannot be used. */
export type Unusable = 'not_json' | 'unexpected_shape' | 'redirected'

/** The error for an answer that refuses nothing and cannot be used. */
export function toMalformed(facts: CallFacts, answer: Answer, reason: Unusable, thrown?: unknown): ApiError {
  const { status } = answer.response
  const code = isChallenge(answer)
    ? 'edge_blocked'
    : // JSON comes from the API itself; what else comes in its place may come from a proxy that let the request pass.
      facts.effect === 'write' && reason !== 'unexpected_shape'
      ? 'outcome_unknown'
      : 'malformed'
  const what = {
    not_json: isPage(answer) ? 'an HTML page' : 'no JSON',
    unexpected_shape: 'JSON of another shape',
    redirected: 'a redirect, which is not followed,',
  }[reason]
  const advice = {
    outcome_unknown: unknownAdvice,
    edge_blocked: 'a proxy asks for proof of a human',
    malformed: 'check that the base URL is that of the API',
  }[code]
  return build(facts, code, `${what} came with status ${status}; ${advice}`, {
    reason,
    status,
    body: keptBody(facts, answer),
    // A decoder may quote what it could not read.
    cause: facts.secretAnswer ? undefined : facts.redactor.error(thrown),
  })
}

/** How a call ended without a whole answer. */
export type Breakage = 'timeout' | 'aborted' | 'network' | 'body_cut'

/**
 * The error for a call without a whole answer.
 *
 * @param hasLeft whether the request may have reached the server
 */
export function toBreakage(facts: CallFacts, kind: Breakage, hasLeft: boolean, cause: unknown): ApiError {
  const clean = facts.redactor.error(cause)
  const isOpen = facts.effect === 'write' && hasLeft
  if (kind === 'aborted') {
    return build(facts, 'aborted', 'the caller aborted', {
      cause: clean,
      ...(isOpen && { reason: 'in_flight' as const }),
    })
  }
  const happened = {
    timeout: 'the deadline passed',
    network: hasLeft ? 'the connection broke' : 'the server was not reached',
    body_cut: 'the connection broke in the middle of the answer',
  }[kind]
  if (!isOpen) return build(facts, kind, `${happened}; try again later`, { cause: clean })
  return build(facts, 'outcome_unknown', `${happened}, and ${unknownAdvice}`, {
    reason: kind,
    cause: clean,
  })
}

function build(facts: CallFacts, code: ApiErrorCode, what: string, details: ApiErrorDetails): ApiError {
  const { method, path } = facts.summary
  const words = details.serverMessage === undefined ? '' : ` The server says: ${details.serverMessage}`
  return new ApiError(code, `${method} ${path}: ${what}.${words}`, { request: facts.summary, ...details })
}

function codeOf(
  facts: CallFacts,
  status: number,
  hasFields: boolean,
  missing: readonly string[] | undefined,
): ApiErrorCode {
  if (status === 401) return 'unauthenticated'
  if (status === 403) return missing === undefined ? 'forbidden' : 'missing_scope'
  if (status === 404) return 'not_found'
  if (status === 408) return 'unavailable'
  if (status === 422 || (status === 400 && hasFields)) return 'invalid'
  if (status === 429) return 'rate_limited'
  // 501: the server does not know how, so it did nothing.
  if (status >= 500 && status !== 501) return facts.effect === 'write' ? 'outcome_unknown' : 'unavailable'
  return 'refused'
}

function explain(
  code: ApiErrorCode,
  { scopes }: CallFacts,
  status: number,
  missing: readonly string[] | undefined,
): string {
  const needed = scopes.length === 0 ? '' : `; it needs the scope ${scopes.join(' ')}`
  switch (code) {
    case 'unauthenticated':
      return 'the token was refused; sign in again or pass another'
    case 'missing_scope':
      return `the token lacks a scope${missing?.length ? `: ${missing.join(' ')}` : needed}; ask for it and sign in again`
    case 'forbidden':
      return `not allowed (403)${needed}`
    case 'edge_blocked':
      return `a proxy in front of the API answered in its place (status ${status})`
    case 'outcome_unknown':
      return `the server failed (${status}), and ${unknownAdvice}`
    case 'rate_limited':
      return `too many requests (${status}); wait before the next`
    default:
      return `refused with status ${status}`
  }
}

/** The scopes that are missing, an empty list where one is but none is named, `undefined` where none is. */
function missingScopes(
  { scopes, grantedScopes }: CallFacts,
  { response }: Answer,
  message: string | undefined,
): readonly string[] | undefined {
  const lacking = grantedScopes && scopes.filter((scope) => !grantedScopes.includes(scope))
  // One that stands for all scopes is not this module's to know: only what the server says counts then.
  if (lacking && lacking.length > 0 && !grantedScopes.includes('*')) return lacking
  // RFC 6750, section 3.1
  const challenge = response.headers.get('www-authenticate') ?? ''
  const saysSo = challenge.includes('insufficient_scope') || /\bscopes?\b/i.test(message ?? '')
  return saysSo ? [] : undefined
}

function readServerWords({ readErrorBody, redactor }: CallFacts, { body }: Answer): ErrorBody {
  if (body.kind !== 'json') return {}
  const clean = (text: string): string => cut(redactor.text(text), messageLimit)
  try {
    const { message, fields = [], code } = readErrorBody(body.value)
    return {
      code,
      message: message === undefined || /<html|<!doctype/i.test(message) ? undefined : clean(message),
      fields: fields.slice(0, 100).map(({ path, message: words, type }) => ({
        path: clean(path),
        message: clean(words),
        ...(type !== undefined && { type: clean(type) }),
      })),
    }
  } catch (thrown) {
    // A reader of the caller's own that fails takes nothing from the error but its words.
    reportUnheard(thrown)
    return {}
  }
}

function keptBody({ secretAnswer, redactor }: CallFacts, { body, text }: Answer): unknown {
  if (secretAnswer || body.kind === 'empty') return undefined
  if (body.kind === 'json' && text.length <= bodyLimit) return redactor.value(body.value)
  return cut(redactor.text(text), excerptLimit)
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text
}
