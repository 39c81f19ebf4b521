import type { DatabaseSync } from 'node:sqlite'
import {
  messageKey,
  systemClock,
  type ArchivedEvent,
  type Clock,
  type Message,
  type RoomRef,
} from '@wireloom/chat-core'
import { onTestFinished } from 'vitest'
import { Database } from '../../src/database/database.js'
import { openConnection } from '../../src/database/open.js'
import { assembleStore, type SqliteStore } from '../../src/sqlite-store.js'
import { newPath } from './folder.js'

/** A store whose connection is in the hands of the test. It is closed after it. */
export function openStore(
  path: string = newPath(),
  clock: Clock = systemClock,
): { readonly store: SqliteStore; readonly connection: DatabaseSync; readonly database: Database } {
  const connection = openConnection(path, 'process-end', 100)
  const database = new Database({ connection, path, clock, lockTimeoutMs: 5_000 })
  const store = assembleStore(database)
  onTestFinished(() => store.close())
  return { store, connection, database }
}

export const lobby: RoomRef = { platform: 'kick', account: '7', room: 'lobby', kind: 'live' }
export const kitchen: RoomRef = { ...lobby, room: 'kitchen' }

/** A message as a platform tells it. */
export function messageOf(id: string, text: string, over: Partial<Message> = {}): Message {
  return {
    ref: { room: lobby, id },
    author: {
      id: 'u1',
      name: 'Ann',
      roles: new Set(['moderator']),
      badges: [],
      self: false,
      anonymous: false,
    },
    parts: [{ type: 'text', text }],
    text,
    sentAt: Date.UTC(2026, 0, 1),
    raw: { id, content: text },
    ...over,
  }
}

export function said(id: string, text: string, over: Partial<Message> = {}): ArchivedEvent {
  const message = messageOf(id, text, over)
  return {
    key: messageKey(message.ref),
    receivedAt: message.sentAt + 50,
    event: { type: 'message', message },
  }
}

export function edited(
  id: string,
  text: string,
  editedAt: number,
  over: Partial<Message> = {},
): ArchivedEvent {
  const message = messageOf(id, text, { editedAt, ...over })
  return {
    key: `${messageKey(message.ref)}#edit@${editedAt}`,
    receivedAt: editedAt,
    event: { type: 'edit', message },
  }
}

export function deleted(id: string): ArchivedEvent {
  const target = { room: lobby, id }
  return {
    key: `${messageKey(target)}#delete`,
    receivedAt: Date.UTC(2026, 0, 2),
    event: { type: 'delete', target, inferred: false },
  }
}

/** What the messages of a page or the events of a search say. */
export function textsOf(page: {
  readonly messages?: readonly Message[]
  readonly events?: readonly ArchivedEvent[]
}): readonly string[] {
  const found = page.events?.map(({ event }) => (event.type === 'message' ? event.message.text : event.type))
  return found ?? page.messages?.map(({ text }) => text) ?? []
}
