import { decodePathPart, readBody, sendJson, type Exchange } from '../http-exchange.js'
import type { Publish } from '../publisher.js'
import { ApiRefusal } from './api-error.js'
import type { ChannelInfoWire } from './api.wire.js'
import { channelKind } from './channel-name.js'
import { decodeBatch, decodeEvents, type PublishRequest } from './decode-publish.js'
import { pusherLimits } from './limits.js'
import type { PusherServer } from './server.js'
import { verifyRequest } from './verify-request.js'

/** What the API reads and writes. */
export type ApiServer = Pick<PusherServer, 'app' | 'channels'> & { readonly publish: Publish }

/** One call of the API: what its path looks like, and what it answers. Throws a refusal. */
type Call = {
  method: 'GET' | 'POST'
  path: RegExp
  answer(server: ApiServer, request: { query: URLSearchParams; body: string; name: string }): object
}

const calls: readonly Call[] = [
  { method: 'POST', path: /^events$/, answer: answerEvents },
  { method: 'POST', path: /^batch_events$/, answer: answerBatch },
  { method: 'GET', path: /^channels$/, answer: answerChannels },
  { method: 'GET', path: /^channels\/([^/]+)$/, answer: answerChannel },
  { method: 'GET', path: /^channels\/([^/]+)\/users$/, answer: answerUsers },
]

/** Answers `/apps/{id}/…`: the signed HTTP API. */
export async function answerHttpApi(exchange: Exchange, server: ApiServer, nowMs: number): Promise<boolean> {
  const [, appId, rest] = /^\/apps\/([^/]+)\/(.+)$/.exec(exchange.url.pathname) ?? []
  if (appId === undefined || rest === undefined) return false
  try {
    const body = await readBody(exchange, pusherLimits.httpBodyBytes)
    if (body === undefined) throw new ApiRefusal(413, 'The body is too large')
    const { method, url } = exchange
    const query = url.searchParams
    if (appId !== server.app.appId) throw new ApiRefusal(401, `There is no app ${appId} here`)
    verifyRequest(server.app, { method, path: url.pathname, query, body }, nowMs)
    sendJson(exchange, 200, dispatch(method, rest, server, query, body))
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error
    sendJson(exchange, error.status, { error: error.message })
  }
  return true
}

function dispatch(
  method: string,
  rest: string,
  server: ApiServer,
  query: URLSearchParams,
  body: string,
): object {
  for (const call of calls) {
    const match = call.method === method ? call.path.exec(rest) : null
    if (match !== null)
      return call.answer(server, { query, body, name: decodePathPart(match[1] ?? '') ?? '' })
  }
  throw new ApiRefusal(404, `${method} ${rest} is not part of this API`)
}

function answerEvents(server: ApiServer, { body }: { body: string }): object {
  const request = decodeEvents(body)
  const described = request.channels.map((name) => [name, describe(server, name, request.info)] as const)
  publish(server, request)
  return request.info === undefined ? {} : { channels: Object.fromEntries(described) }
}

function answerBatch(server: ApiServer, { body }: { body: string }): object {
  const requests = decodeBatch(body)
  const wantsInfo = requests.some((request) => request.info !== undefined)
  const batch = requests.map((request) => describe(server, request.channels[0] ?? '', request.info))
  for (const request of requests) publish(server, request)
  return wantsInfo ? { batch } : {}
}

function publish(server: ApiServer, { name, data, channels, socketId }: PublishRequest): void {
  for (const channel of channels) {
    const exception = socketId === undefined ? {} : { exceptSocketId: socketId }
    server.publish({ channel, event: name, data, ...exception })
  }
}

function answerChannels(server: ApiServer, { query }: { query: URLSearchParams }): object {
  const prefix = query.get('filter_by_prefix') ?? ''
  const info = query.get('info') ?? undefined
  if (asks(info, 'user_count') && !prefix.startsWith('presence-')) {
    throw new ApiRefusal(400, 'user_count needs filter_by_prefix=presence-')
  }
  const listed = server.channels.list().filter(({ name }) => name.startsWith(prefix))
  return { channels: Object.fromEntries(listed.map(({ name }) => [name, describe(server, name, info)])) }
}

function answerChannel(server: ApiServer, { query, name }: { query: URLSearchParams; name: string }): object {
  return {
    occupied: server.channels.get(name) !== undefined,
    ...describe(server, name, query.get('info') ?? undefined),
  }
}

function answerUsers(server: ApiServer, { name }: { name: string }): object {
  if (channelKind(name) !== 'presence') throw new ApiRefusal(400, 'Only presence channels have users')
  return { users: (server.channels.get(name)?.members.userIds() ?? []).map((id) => ({ id })) }
}

function describe(server: ApiServer, name: string, info: string | undefined): ChannelInfoWire {
  const channel = server.channels.get(name)
  if (asks(info, 'user_count') && channelKind(name) !== 'presence') {
    throw new ApiRefusal(400, 'user_count is counted on presence channels only')
  }
  return {
    ...(asks(info, 'user_count') ? { user_count: channel?.members.size ?? 0 } : {}),
    ...(asks(info, 'subscription_count') ? { subscription_count: channel?.subscribers.size ?? 0 } : {}),
  }
}

function asks(info: string | undefined, attribute: string): boolean {
  return info?.split(',').includes(attribute) ?? false
}
