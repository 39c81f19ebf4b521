import { sendJson, type Exchange } from '../http-exchange.js'
import { problemsOf, readText, type Problem } from './check-request.js'
import type { ApiDocuments, ApiOperation, FoundOperation } from './documents.js'
import { cutAnswer, strike, type FaultQueue } from './faults.js'
import { makeUpAnswer } from './made-up-answer.js'
import { settleCursors } from './paging.js'
import { refuse, refuseProblems } from './refusals.js'
import { overlay, restyle } from './restyle.js'
import type { AnswerStyle } from './sample.js'
import type { Grant, TokenBook } from './tokens.js'

/** A request to an operation, checked. */
export interface ApiCall {
  readonly operation: ApiOperation
  /** Of path and query, as the types that the document gives them. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly body: unknown
  /** Who asks; nobody where the operation is open to all. */
  readonly grant: Grant | undefined
}

/** What an operation that remembers answers; `undefined` leaves it to what can be made up. */
export type Answerer = (call: ApiCall) => ApiAnswer | undefined

export interface ApiAnswer {
  readonly status?: number
  /** What is answered; for a refusal its message. */
  readonly value?: unknown
  /** What is known of the answer instead; the rest is made up. */
  readonly facts?: unknown
}

export interface ApiParts {
  readonly documents: ApiDocuments
  readonly tokens: TokenBook
  readonly faults: FaultQueue
  readonly answerer: Answerer
  readonly style: () => AnswerStyle
}

/** The search is open to all, bots bring their token in the path, and payments a secret of their own. */
const withoutBearer = /^\/v1\/(products\/search$|bots\/|pay\/)/

/** Answers a request to the API. */
export async function answerApi(
  exchange: Exchange,
  found: FoundOperation | undefined,
  body: unknown,
  parts: ApiParts,
): Promise<void> {
  if (found === undefined) {
    sendJson(exchange, 404, { detail: 'Not Found' })
    return
  }
  const { operation } = found
  const { service, method, path } = operation
  const fault = parts.faults.take(`${method} ${path}`)
  if (fault !== undefined && (await strike(exchange, service, fault))) return
  const grant = parts.tokens.find(exchange.request.headers.authorization)
  if (grant === undefined && !withoutBearer.test(path)) {
    refuse(exchange, service, 401, 'توکن نامعتبر است')
    return
  }
  const parameters = readParameters(exchange, found, parts.documents)
  const problems = checkCall(exchange, found, parameters, body, parts.documents)
  if (problems.length > 0) {
    refuseProblems(exchange, service, problems)
    return
  }
  const answer = parts.answerer({ operation, parameters, body, grant })
  if (fault?.cut === 'after') cutAnswer(exchange)
  else if (answer?.status !== undefined && answer.status >= 400) {
    refuse(exchange, service, answer.status, String(answer.value))
  } else {
    const value = completeAnswer(exchange, operation, body, answer, parts)
    sendJson(exchange, answer?.status ?? operation.status, settleCursors(parts.documents, operation, value))
  }
}

function completeAnswer(
  { url }: Exchange,
  operation: ApiOperation,
  body: unknown,
  answer: ApiAnswer | undefined,
  { documents, style }: ApiParts,
): unknown {
  const makeUp = (how: AnswerStyle): unknown =>
    makeUpAnswer(documents, operation, url.searchParams, body, how)
  if (answer === undefined) return makeUp(style())
  const value = answer.facts === undefined ? answer.value : overlay(makeUp('full'), answer.facts)
  return restyle(documents, operation.service, operation.answer, value, style())
}

function readParameters(
  { url }: Exchange,
  { operation, parameters }: FoundOperation,
  documents: ApiDocuments,
): Readonly<Record<string, unknown>> {
  const entries = operation.parameters.flatMap(({ name, in: place, schema }) => {
    const texts =
      place === 'path' ? [parameters[name] ?? ''] : place === 'query' ? url.searchParams.getAll(name) : []
    if (texts.length === 0) return []
    const list = [schema, ...(schema.anyOf ?? [])].find(({ type }) => type === 'array')
    const read = (text: string): unknown =>
      readText(documents, operation.service, list?.items ?? schema, text)
    return [[name, list === undefined ? read(texts[0] ?? '') : texts.map(read)] as const]
  })
  return Object.fromEntries(entries)
}

function checkCall(
  { request }: Exchange,
  { operation }: FoundOperation,
  parameters: Readonly<Record<string, unknown>>,
  body: unknown,
  documents: ApiDocuments,
): readonly Problem[] {
  const { service, body: wanted } = operation
  const ofParameters = operation.parameters.flatMap(
    ({ name, in: place, schema, required }): readonly Problem[] => {
      const value = place === 'header' ? request.headers[name.toLowerCase()] : parameters[name]
      if (value !== undefined) {
        return place === 'header' ? [] : problemsOf(documents, service, schema, value, [place, name])
      }
      return required === true
        ? [{ location: [place, name], message: 'field required', type: 'value_error.missing' }]
        : []
    },
  )
  if (wanted === undefined || wanted.media !== 'application/json') return ofParameters
  if (body === undefined && !wanted.isRequired) return ofParameters
  return [...ofParameters, ...problemsOf(documents, service, wanted.schema, body, ['body'])]
}
