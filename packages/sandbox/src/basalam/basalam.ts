import { createBoundedLog } from '../bounded-log.js'
import type { Clock } from '../clock.js'
import { sendJson, type Exchange } from '../http-exchange.js'
import { answerApi } from './answer-api.js'
import { loadDocuments } from './documents.js'
import { createFaultQueue, cutAnswer, strike, type BasalamFault } from './faults.js'
import { answerAuthorize, answerToken } from './oauth.js'
import { receiveBody, type BasalamRequest } from './requests.js'
import type { AnswerStyle } from './sample.js'
import { createTokenBook, type BasalamApp, type TokenPair } from './tokens.js'
import type { Person } from './chat/people.js'
import type { BasalamWebhooksSandbox } from './webhooks/webhooks.js'
import { createBasalamWorld, type BasalamWorld } from './world.js'

/**
 * The Basalam side of a sandbox. Whatever its documents describe answers; what is
 * written, uploaded, registered, made and ordered is remembered.
 */
export interface BasalamSandbox {
  /** Where the API answers; use it in place of `https://openapi.basalam.com`. */
  readonly apiUrl: string
  /** Where tokens are got; use it in place of `https://auth.basalam.com/oauth/token`. */
  readonly tokenUrl: string
  /** Where users agree, at once; use it in place of `https://basalam.com/accounts/sso`. */
  readonly authorizeUrl: string
  /** The one OAuth client it knows. */
  readonly app: BasalamApp
  /** A personal token of {@link BasalamSandbox.userId}, good for everything. */
  readonly personalToken: TokenPair
  /** Whose the personal token is. */
  readonly userId: number
  /** What arrived, oldest first, refused or not; the newest 10,000. */
  readonly requests: readonly BasalamRequest[]
  /** People, their chats, files, products and orders. */
  readonly world: BasalamWorld
  /** What is delivered to webhooks, and how. */
  readonly webhooks: BasalamWebhooksSandbox
  /** A token of anybody, good for everything: to write as a customer, say. */
  tokenOf(person: Person): TokenPair
  /** Lets the next requests fail. */
  fail(fault: BasalamFault): void
  /** Ends every fault. */
  heal(): void
  /** From now on every access token is refused; refresh tokens stay good. */
  revokeAccessTokens(): void
  /** How much made-up answers hold. @default 'full' */
  answerWith(style: AnswerStyle): void
}

interface BasalamSide {
  readonly sandbox: BasalamSandbox
  /** Whether the request was for this side. */
  answer(exchange: Exchange): Promise<boolean>
  /** Nothing is delivered any more. */
  close(): void
}

const prefix = '/basalam'
const app: BasalamApp = {
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-client-secret',
  redirectUri: 'http://127.0.0.1/callback',
}
const customerToken: TokenPair = {
  accessToken: 'sandbox-customer-token',
  refreshToken: 'sandbox-customer-refresh-token',
}
const personalToken: TokenPair = { accessToken: 'sandbox-token', refreshToken: 'sandbox-refresh-token' }

export function createBasalam(clock: Clock, siteUrl: () => string): BasalamSide {
  const world = createBasalamWorld(clock)
  const { id: userId } = world.owner
  const tokens = createTokenBook([
    [personalToken, { userId, scopes: ['*'] }],
    [customerToken, { userId: world.customer.id, scopes: ['*'] }],
  ])
  const faults = createFaultQueue()
  const requests = createBoundedLog<BasalamRequest>(10_000)
  let style: AnswerStyle = 'full'

  async function answer(exchange: Exchange): Promise<boolean> {
    const { url, method, request } = exchange
    if (!url.pathname.startsWith(`${prefix}/`)) return false
    const path = url.pathname.slice(prefix.length)
    const body = await receiveBody(exchange)
    const found = loadDocuments().find(method, path)
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const)
    requests.add({
      method,
      path,
      search: url.search,
      headers: Object.fromEntries(headers),
      body,
      operationId: found?.operation.id,
    })
    if (path === '/oauth/token') await answerTokenRequest(exchange, body)
    else if (path === '/accounts/sso') answerAuthorize(exchange, app, tokens, userId)
    else {
      await answerApi(exchange, found, body, {
        documents: loadDocuments(),
        tokens,
        faults,
        answerer: (call) => world.answer(call),
        style: () => style,
      })
    }
    return true
  }

  async function answerTokenRequest(exchange: Exchange, body: unknown): Promise<void> {
    const fault = faults.take('token')
    if (fault !== undefined && (await strike(exchange, 'auth', fault))) return
    if (exchange.method !== 'POST') sendJson(exchange, 405, { error: 'invalid_request' })
    else if (fault?.cut === 'after') cutAnswer(exchange)
    else answerToken(exchange, body, app, tokens)
  }

  const address = (path: string): string => `${siteUrl()}${prefix}${path}`

  const sandbox: BasalamSandbox = {
    get apiUrl() {
      return address('')
    },
    get tokenUrl() {
      return address('/oauth/token')
    },
    get authorizeUrl() {
      return address('/accounts/sso')
    },
    app,
    personalToken,
    userId,
    get requests() {
      return requests.entries()
    },
    world,
    webhooks: world.webhooks,
    tokenOf(person) {
      if (person.id === userId) return personalToken
      if (person.id === world.customer.id) return customerToken
      return tokens.give({ userId: person.id, scopes: ['*'] })
    },
    fail: (fault) => faults.add(fault),
    heal: () => faults.clear(),
    revokeAccessTokens: () => tokens.revokeAccessTokens(),
    answerWith(next) {
      style = next
    },
  }
  return { sandbox, answer, close: () => world.webhooks.close() }
}
