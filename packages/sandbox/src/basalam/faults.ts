import { setTimeout as sleep } from 'node:timers/promises'
import { send, type Exchange } from '../http-exchange.js'
import { refuse, refuseProblems } from './refusals.js'

/** What goes wrong with requests to the Basalam API. */
export interface BasalamFault {
  /** How many requests it hits. @default 1 */
  readonly times?: number
  /** Only those of this operation: `GET /v1/chats/{chat_id}/messages`. @default any, those for tokens left out */
  readonly operation?: string
  /** Refuses with this status, in the shape of the service. */
  readonly status?: number
  /**
   * What is wrong with single members of the request: a 422 in the shape of the service, of which there are three;
   * `path` is `body.content.text`.
   */
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
  /** The `retry-after` header of such a refusal. */
  readonly retryAfter?: string
  /** Answers with a page instead; with status 502 unless `status` says otherwise. */
  readonly page?: boolean
  /** Answers only after this time. */
  readonly delayMs?: number
  /** Breaks the connection: before anything is done, or after it, in the middle of the answer. */
  readonly cut?: 'before' | 'after'
}

/** Faults that are waiting for their requests, oldest first. */
export interface FaultQueue {
  add(fault: BasalamFault): void
  clear(): void
  /** The first one that hits this operation, used up by one. */
  take(operation: string): BasalamFault | undefined
}

export function createFaultQueue(): FaultQueue {
  let waiting: { readonly fault: BasalamFault; left: number }[] = []
  return {
    add(fault) {
      waiting.push({ fault, left: fault.times ?? 1 })
    },
    clear() {
      waiting = []
    },
    take(operation) {
      const entry = waiting.find(
        ({ fault }) =>
          fault.operation === operation || (fault.operation === undefined && operation !== 'token'),
      )
      if (entry === undefined) return undefined
      entry.left -= 1
      if (entry.left <= 0) waiting = waiting.filter((other) => other !== entry)
      return entry.fault
    },
  }
}

/** Does what a fault says before a request is looked at. Returns whether that was its answer. */
export async function strike(exchange: Exchange, service: string, fault: BasalamFault): Promise<boolean> {
  if (fault.delayMs !== undefined) await sleep(fault.delayMs)
  if (fault.cut === 'before') {
    exchange.request.socket.destroy()
    return true
  }
  if (fault.page === true) {
    send(exchange, fault.status ?? 502, 'text/html', '<!doctype html><title>502</title><h1>Bad Gateway</h1>')
    return true
  }
  if (fault.fields !== undefined) {
    const problems = fault.fields.map(({ path, message }) => ({
      location: path.split('.'),
      message,
      type: 'value_error',
    }))
    refuseProblems(exchange, service, problems)
    return true
  }
  if (fault.status === undefined) return false
  if (fault.retryAfter !== undefined) exchange.response.setHeader('retry-after', fault.retryAfter)
  refuse(exchange, service, fault.status, `خطای ${fault.status}`)
  return true
}

/** Breaks the connection in the middle of an answer that was already decided. */
export function cutAnswer({ response }: Exchange): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 })
  response.write('{"data":', () => response.socket?.destroy())
}
