import type { OverlayEvent } from './message.ts'
import { readMessage, readMessageKey, readPersonKey, readRoomKey, type EmoteAddress } from './read-message.ts'
import { readNumber, readObject, readText, type Wire } from './wire.ts'

/** Which rooms are shown. */
export interface RoomFilter {
  /** Whether events of this room, given as its reference, are wanted. */
  readonly wants: (room: Wire) => boolean
}

/** How records are read. */
export interface RecordOptions extends RoomFilter {
  readonly emoteAddress: EmoteAddress
}

/** Reads one record of the relay. @returns undefined where there is nothing to show, or nothing that can be read */
export function readRecord(json: string, { emoteAddress, wants }: RecordOptions): OverlayEvent | undefined {
  const record = parse(json)
  const event = readObject(record['event'])
  const atMs = readNumber(record['receivedAt']) ?? 0
  const message = readObject(event['message'])
  const room = readObject(event['room'] ?? readObject(event['target'] ?? message['ref'])['room'])
  const hasRoom = room['room'] !== undefined
  if (hasRoom && !wants(room)) return undefined
  switch (event['type']) {
    case 'message':
    case 'edit': {
      const shown = hasRoom ? readMessage(message, emoteAddress) : undefined
      if (shown === undefined) return undefined
      return event['type'] === 'edit'
        ? { type: 'edit', message: shown }
        : { type: 'message', message: shown, isLate: record['late'] === true, atMs }
    }
    case 'delete': {
      const key = readMessageKey(event['target'])
      return key === undefined ? undefined : { type: 'delete', key }
    }
    case 'clear':
      return hasRoom ? { type: 'clear', roomKey: readRoomKey(room), atMs } : undefined
    case 'restrict': {
      const authorKey = readPersonKey(room, event['user'])
      if (!hasRoom || authorKey === undefined) return undefined
      const isLifted = event['action'] === 'release'
      return {
        type: 'restrict',
        authorKey,
        untilMs: isLifted ? 0 : (readNumber(event['untilMs']) ?? Infinity),
      }
    }
    case 'gap':
      // Where the history filled it nobody can swear that it has everything; a line for each of those would cry wolf.
      return event['complete'] === false ? { type: 'gap', lost: readNumber(event['lost']) } : undefined
    case 'status':
      return {
        type: 'status',
        way: `${readText(record['via']) ?? ''} ${hasRoom ? readRoomKey(room) : ''}`,
        isLive: event['state'] === 'live',
      }
    default:
      return undefined
  }
}

function parse(json: string): Wire {
  try {
    return readObject(JSON.parse(json))
  } catch {
    return {}
  }
}
