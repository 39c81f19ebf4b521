import { readBody, sendJson, type Exchange } from '../http-exchange.js'
import { channelKind } from './channel-name.js'
import type { PusherApp } from './server.js'
import { channelAuth } from './signature.js'

const maxBodyBytes = 16 * 1024

/**
 * `POST /pusher/auth`: signs whatever subscription it is asked for, so that a test needs no endpoint of its own.
 *
 * Takes `socket_id` and `channel_name`, form-encoded or as JSON. On presence channels `user_id` and `user_info` (JSON)
 * say who joins; without `user_id` every connection is a user of its own.
 */
export async function answerChannelAuthorization(exchange: Exchange, app: PusherApp): Promise<void> {
  const body = await readBody(exchange, maxBodyBytes)
  const fields = body === undefined ? undefined : readFields(body, exchange.request.headers['content-type'])
  const socketId = fields?.get('socket_id')
  const channel = fields?.get('channel_name')
  if (fields === undefined || !/^\d+\.\d+$/.test(socketId ?? '') || socketId === undefined || !channel) {
    sendJson(exchange, 400, { error: 'socket_id and channel_name are needed, form-encoded or as JSON' })
    return
  }
  if (channelKind(channel) !== 'presence') {
    sendJson(exchange, 200, { auth: channelAuth(app, socketId, channel) })
    return
  }
  const channelData = JSON.stringify({
    user_id: fields.get('user_id') ?? `user-${socketId}`,
    user_info: parseInfo(fields.get('user_info')) ?? {},
  })
  const auth = channelAuth(app, socketId, channel, channelData)
  sendJson(exchange, 200, { auth, channel_data: channelData })
}

function readFields(body: string, contentType = ''): Map<string, string> {
  if (!contentType.includes('json')) return new Map(new URLSearchParams(body))
  const value = parseInfo(body)
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(
    Object.entries(value).map(([name, field]) => [
      name,
      typeof field === 'string' ? field : JSON.stringify(field),
    ]),
  )
}

function parseInfo(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
