import type { AdapterOperations, AdapterSession, ChatAdapter, WebhookResult } from '../../adapter.js'
import type { DeclaredCapabilities, ReceiveTraits } from '../../capability.js'
import type { Clock } from '../../clock.js'
import { ChatError, type ChatErrorCode } from '../../error.js'
import type { HistoryPage, HistoryQuery } from '../../history.js'
import type { Outgoing, Receipt } from '../../outgoing.js'
import type { Role } from '../../role.js'
import type { RoomRef } from '../../room-ref.js'
import type { SourceKind } from '../../source.js'
import { createPollSource } from './poll.js'
import type { MemoryPlatform } from './platform.js'
import { createMemorySource } from './source.js'
import { toMessage, type Reader } from './to-event.js'
import { readDelivery } from './webhook.js'
import type { Answer, Call, Line } from './wire.js'

const pageSize = 50
/** What each way brings, and how. */
const receives = {
  socket: {
    ordered: true,
    resumable: false,
    events: ['message', 'edit', 'delete', 'restrict', 'other', 'gap', 'status'],
  },
  webhook: { ordered: false, resumable: false, events: ['message', 'edit', 'delete', 'restrict', 'other'] },
  poll: { ordered: true, resumable: true, events: ['message', 'gap', 'status'] },
} as const satisfies Readonly<Record<SourceKind, ReceiveTraits>>
const native = { level: 'native', official: true } as const

/** How the adapter is. */
export interface MemoryAdapterOptions {
  /** How it receives. Default `socket`. */
  readonly via?: SourceKind
}

/** Joins a hub to a memory platform, as its user `bot`. */
export function createMemoryAdapter(
  platform: MemoryPlatform,
  { via = 'socket' }: MemoryAdapterOptions = {},
): ChatAdapter {
  return {
    platform: 'memory',
    open: async ({ clock }) => new MemorySession(platform, clock, via),
  }
}

class MemorySession implements AdapterSession, Reader {
  readonly account: string
  readonly user: string
  readonly sources: AdapterSession['sources']
  readonly operations: Partial<AdapterOperations>
  readonly #platform: MemoryPlatform
  readonly #capabilities: DeclaredCapabilities
  readonly #rooms = new Map<string, RoomRef>()

  constructor(platform: MemoryPlatform, clock: Clock, via: SourceKind) {
    this.#platform = platform
    this.account = platform.user
    this.user = platform.user
    this.sources = this.#createSources(via, clock)
    this.#capabilities = describeCapabilities(platform.historyLimit > 0, via)
    this.operations = this.#createOperations(clock)
  }

  capabilities(): DeclaredCapabilities {
    return this.#capabilities
  }

  async close(): Promise<void> {
    // The source holds all there is, and was stopped.
  }

  async webhook(request: Request): Promise<WebhookResult> {
    return readDelivery(request, this.#platform.token, this)
  }

  room(name: string): RoomRef {
    let room = this.#rooms.get(name)
    if (room === undefined) {
      room = { platform: 'memory', account: this.account, room: name, kind: 'live' }
      this.#rooms.set(name, room)
    }
    return room
  }

  roles(user: string): readonly Role[] {
    return this.#platform.roles[user] ?? []
  }

  async send({ room }: RoomRef, { text, replyTo, clientId }: Outgoing): Promise<Receipt> {
    const lines = await this.#call('message.send', {
      do: 'send',
      room,
      text,
      clientId,
      ...(replyTo !== undefined && { replyTo: replyTo.id }),
    })
    return { refs: lines.map(({ id }) => ({ room: this.room(room), id })), sentAt: lines[0]?.sentAtMs ?? 0 }
  }

  async history(
    { room }: RoomRef,
    { before, after, sinceMs = 0, limit = pageSize }: HistoryQuery,
  ): Promise<HistoryPage> {
    const answer = await this.#ask('history.read', {
      do: 'history',
      room,
      limit,
      ...(before !== undefined && { before: Number(before) }),
      ...(after !== undefined && { after: Number(after) }),
    })
    const { lines, isAll = true } = answer
    const first = lines[0]
    const last = lines.at(-1)
    return {
      messages: lines.filter(({ sentAtMs }) => sentAtMs >= sinceMs).map((line) => toMessage(line, this)),
      ...(lines.length === limit && first !== undefined && { before: String(first.sequence) }),
      ...(last !== undefined &&
        (before !== undefined || lines.length === limit) && { after: String(last.sequence) }),
      complete: isAll,
    }
  }

  #createSources(via: SourceKind, clock: Clock): AdapterSession['sources'] {
    if (via === 'webhook') return []
    if (via === 'socket') return [createMemorySource(this.#platform, this, clock)]
    const newest = (room: string): number => this.#platform.lines(room).at(-1)?.sequence ?? 0
    return [createPollSource((call) => this.#ask('receive.poll', call), newest, this, clock)]
  }

  #createOperations(clock: Clock): Partial<AdapterOperations> {
    return {
      edit: async ({ room, id }, { text }) => {
        await this.#call('message.edit', { do: 'edit', room: room.room, id, text })
      },
      delete: async (targets) => {
        const room = targets[0]?.room.room ?? ''
        await this.#call('message.delete', { do: 'delete', room, ids: targets.map(({ id }) => id) })
      },
      forward: async (targets, to) => {
        for (const { room, id } of targets) {
          const line = this.#platform.lines(room.room).find((each) => each.id === id)
          if (line === undefined) throw new ChatError('not_found', `There is no message ${id} to forward.`)
          // oxlint-disable-next-line no-await-in-loop -- in their order
          await this.#call('message.forward', { do: 'send', room: to.room, text: line.text })
        }
      },
      markSeen: async ({ room }) => void (await this.#call('message.seen', { do: 'seen', room: room.room })),
      sendTyping: async ({ room }) => void (await this.#call('typing.send', { do: 'typing', room })),
      ban: async ({ room }, user) => void (await this.#call('user.ban', { do: 'restrict', room, user })),
      timeout: async ({ room }, user, durationMs) => {
        await this.#call('user.timeout', { do: 'restrict', room, user, untilMs: clock.now() + durationMs })
      },
      release: async ({ room }, user) =>
        void (await this.#call('user.release', { do: 'release', room, user })),
      rooms: async () => this.#platform.rooms.map((name) => this.room(name)),
      openRoom: async (user) => {
        const [room = ''] = this.#platform.rooms
        await this.#call('room.open', { do: 'open', room })
        return { ...this.room(`direct-${user}`), kind: 'direct' }
      },
      upload: async ({ room }, file) => {
        await this.#call('media.upload', { do: 'upload', room })
        return { id: `file-${file.size}`, sizeBytes: file.size }
      },
    }
  }

  async #call(operation: string, call: Call): Promise<readonly Line[]> {
    return (await this.#ask(operation, call)).lines
  }

  async #ask(operation: string, call: Call): Promise<Extract<Answer, { status: 'done' }>> {
    const answer = await this.#platform.call(this.#platform.token, call)
    if (answer.status === 'done') return answer
    const known = { platform: 'memory', operation }
    if (answer.status === 'lost') {
      const code: ChatErrorCode = call.do === 'history' ? 'network' : 'outcome_unknown'
      throw new ChatError(code, 'The connection ended before there was an answer.', known)
    }
    // Not the platform's own words: they hold the token.
    const { code, retryAfterMs } = answer
    throw new ChatError(code, `The memory platform refused ${operation} as ${code}.`, {
      ...known,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  }
}

function describeCapabilities(hasHistory: boolean, via: SourceKind): DeclaredCapabilities {
  return {
    'message.send': native,
    'message.reply': native,
    'message.edit': native,
    'message.delete': native,
    'message.forward': { level: 'emulated', official: true },
    'message.seen': native,
    'typing.send': native,
    'user.ban': native,
    'user.timeout': native,
    'user.release': native,
    'room.list': native,
    'room.open': native,
    'media.upload': native,
    ...(hasHistory && { 'history.read': native }),
    [`receive.${via}`]: { ...native, receive: receives[via] },
  }
}
