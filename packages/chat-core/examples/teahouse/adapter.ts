import { ChatError, type AdapterContext, type AdapterSession, type ChatAdapter } from '@wireloom/chat-core'
import { createSource } from './listen.js'
import type { Line } from './server.js'
import { toMessage } from './to-event.js'

const base = 'https://teahouse.example'
const official = { level: 'native', official: true } as const

export function createTeahouseAdapter(token: string): ChatAdapter {
  return { platform: 'teahouse', open: async (context) => openSession(token, context) }
}

function openSession(token: string, { clock, fetch }: AdapterContext): AdapterSession {
  async function ask(operation: string, path: string, init: RequestInit = {}): Promise<Response> {
    const known = { platform: 'teahouse', operation }
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${base}/${path}`, { ...init, headers }).catch((cause: unknown) => {
      const code = init.method === 'POST' ? 'outcome_unknown' : 'network'
      throw new ChatError(code, `The teahouse did not answer ${operation}.`, { ...known, cause })
    })
    if (response.ok) return response
    const { status } = response
    const code = status === 401 ? 'unauthenticated' : status === 429 ? 'rate_limited' : 'unavailable'
    const retryAfterMs = Number(response.headers.get('retry-after')) * 1_000
    // Its status, and not its words: nobody knows what is in them.
    throw new ChatError(code, `${operation} was answered with ${status}.`, { ...known, status, retryAfterMs })
  }

  return {
    account: 'bot',
    capabilities: () => ({
      'message.send': { ...official, limits: { maxCharacters: 500 } },
      'history.read': official,
      'receive.socket': {
        ...official,
        receive: { ordered: true, resumable: true, events: ['message', 'other', 'gap', 'status'] },
      },
    }),
    sources: [createSource(ask, clock)],
    close: async () => undefined,
    send: async (room, { text }) => {
      const response = await ask('message.send', room.room, { method: 'POST', body: text })
      const { number, atMs } = (await response.json()) as Line
      return { refs: [{ room, id: String(number) }], sentAt: atMs }
    },
    history: async (room, { before = 'Infinity', limit = 50, sinceMs = 0 }) => {
      const response = await ask('history.read', `${room.room}?before=${before}&limit=${limit}`)
      const lines = (await response.json()) as readonly Line[]
      const first = lines[0]?.number ?? Number(before)
      const isFull = lines.length === limit
      const messages = lines.filter(({ atMs }) => atMs >= sinceMs).map((line) => toMessage(line, room))
      // A page that is not full is the last there is; whether it is the first that was, its number says.
      return { messages, ...(isFull && { before: String(first) }), complete: isFull || first === 1 }
    },
  }
}
