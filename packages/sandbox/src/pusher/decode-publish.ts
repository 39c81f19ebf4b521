import { ApiRefusal } from './api-error.js'
import type { BatchWire, EventsWire } from './api.wire.js'
import { isChannelName } from './channel-name.js'
import { pusherLimits } from './limits.js'

/** A request to publish, checked. */
export type PublishRequest = {
  name: string
  data: string
  channels: readonly string[]
  socketId: string | undefined
  info: string | undefined
}

/** Reads the body of `POST /events`. Throws a refusal with 400, or 413 for too much data. */
export function decodeEvents(body: string): PublishRequest {
  return checkEvent(parseBody(body))
}

/** Reads the body of `POST /batch_events`. Throws a refusal with 400, or 413 for too much data. */
export function decodeBatch(body: string): readonly PublishRequest[] {
  const { batch }: BatchWire = parseBody(body)
  if (!Array.isArray(batch)) throw new ApiRefusal(400, 'batch must be a list')
  if (batch.length > pusherLimits.eventsPerBatch) {
    throw new ApiRefusal(
      400,
      `A batch has at most ${pusherLimits.eventsPerBatch} events; this one has ${batch.length}`,
    )
  }
  return batch.map((event: unknown) => {
    if (!isObject(event)) throw new ApiRefusal(400, 'Every event of a batch must be an object')
    return checkEvent(event)
  })
}

function checkEvent({
  name,
  data,
  channel,
  channels,
  socket_id: socketId,
  info,
}: EventsWire): PublishRequest {
  if (typeof name !== 'string' || name === '' || name.length > pusherLimits.eventNameLength) {
    throw new ApiRefusal(400, `name must be text of 1 to ${pusherLimits.eventNameLength} characters`)
  }
  if (typeof data !== 'string') throw new ApiRefusal(400, 'data must be a string; encode it as JSON first')
  if (Buffer.byteLength(data) > pusherLimits.eventDataBytes) {
    throw new ApiRefusal(413, `The data of an event has at most ${pusherLimits.eventDataBytes} bytes`)
  }
  if (socketId !== undefined && socketId !== null && !/^\d+\.\d+$/.test(textOf(socketId))) {
    throw new ApiRefusal(400, 'socket_id must be two numbers with a dot between')
  }
  return {
    name,
    data,
    channels: checkChannels(channels ?? (channel === undefined ? undefined : [channel])),
    socketId: typeof socketId === 'string' ? socketId : undefined,
    info: typeof info === 'string' ? info : undefined,
  }
}

function checkChannels(channels: unknown): readonly string[] {
  if (!Array.isArray(channels) || channels.length === 0) {
    throw new ApiRefusal(400, 'channels must be a list of names, or channel one name')
  }
  if (channels.length > pusherLimits.channelsPerPublish) {
    throw new ApiRefusal(400, `An event goes to at most ${pusherLimits.channelsPerPublish} channels`)
  }
  const names = channels.map(textOf)
  for (const name of names) {
    if (!isChannelName(name))
      throw new ApiRefusal(400, `The channel name ${JSON.stringify(name)} is not allowed`)
    if (name.startsWith('private-encrypted-') && names.length > 1) {
      throw new ApiRefusal(400, 'An encrypted channel has a key of its own: publish to it alone')
    }
  }
  return names
}

/** The value if it is text, else text that no check lets pass. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function parseBody(body: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new ApiRefusal(400, 'The body is not JSON')
  }
  if (!isObject(value)) throw new ApiRefusal(400, 'The body must be a JSON object')
  return value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
