import type { AdapterSession } from '../adapter.js'
import { completeCapabilities } from '../capability.js'
import { checkMs, checkOneOf } from '../check.js'
import type { Clock } from '../clock.js'
import type { Echoes } from '../delivery/echoes.js'
import { ChatError, isChatError } from '../error.js'
import { demandCapability } from '../hub/demand.js'
import type { Outgoing, Receipt, SendOptions } from '../outgoing.js'
import type { Part } from '../part.js'
import { roomKey, type RoomRef } from '../room-ref.js'
import type { OutboxItem, OutboxStore } from '../store.js'
import { findSent } from './find-sent.js'
import { createJob, type Job } from './job.js'
import { fitOutgoing, toOutgoing } from './prepare.js'
import { SendLine } from './send-line.js'

const defaults = { deadlineMs: 60_000, onUnknown: 'fail' } as const
/** How long nothing is sent after the platform could not be reached, at first and at most, in milliseconds. */
const firstPauseMs = 1_000
const longestPauseMs = 30_000

/** What an outbox needs of its hub. */
export interface OutboxParts {
  readonly clock: Clock
  readonly store: OutboxStore | undefined
  readonly echoes: Echoes
  newId(): string
  /** Throws ChatError `not_found`, `closed`. */
  session(room: RoomRef): AdapterSession
  failed(error: ChatError): void
}

/**
 * What is to be sent. It waits for its turn, over a lost connection too, until its deadline; nothing is cleared. What
 * may have arrived is not sent again unless the caller said so.
 */
export class Outbox {
  readonly #parts: OutboxParts
  readonly #lines = new Map<string, SendLine>()
  readonly #failures = new Map<SendLine, number>()
  #isClosed = false

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  get counts(): { readonly waiting: number; readonly sending: number } {
    const lines = [...this.#lines.values()]
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
    return {
      waiting: sum(lines.map(({ waiting }) => waiting)),
      sending: sum(lines.map(({ sending }) => sending)),
    }
  }

  async send(room: RoomRef, content: string | readonly Part[], options: SendOptions): Promise<Receipt> {
    const { clock, newId, session: sessionOf } = this.#parts
    const { replyTo, priority = replyTo === undefined ? 'chatter' : 'reply', signal } = options
    checkOneOf('priority', priority, ['moderation', 'reply', 'chatter'])
    const onUnknown = checkOneOf('onUnknown', options.onUnknown ?? defaults.onUnknown, [
      'fail',
      'verify',
      'retry',
    ])
    const deadlineMs = checkMs('deadlineMs', options.deadlineMs ?? defaults.deadlineMs)
    const operation = replyTo === undefined ? 'message.send' : 'message.reply'
    const session = sessionOf(room)
    const capability = completeCapabilities(session.capabilities(room))[operation]
    demandCapability(capability, operation, room.platform)
    const outgoing = toOutgoing(content, replyTo, newId())
    const pieces = fitOutgoing(outgoing, capability.limits ?? {}, options, room.platform)
    if (signal?.aborted === true) throw takenBack()
    const createdAtMs = clock.now()
    const jobs = pieces.map((piece, index) => {
      const name = options.key ?? piece.clientId
      const key = index === 0 || options.key === undefined ? name : `${name}#${index + 1}`
      const item: OutboxItem = {
        key,
        room,
        outgoing: piece,
        state: 'waiting',
        priority,
        onUnknown,
        createdAtMs,
        deadlineAtMs: createdAtMs + deadlineMs,
      }
      return { signal, coalesce: options.coalesce === true, isNamed: options.key !== undefined, item }
    })
    const receipts = await Promise.all(jobs.map((job) => this.#add(job.item, job)))
    return {
      refs: receipts.flatMap(({ refs }) => refs),
      sentAt: receipts.at(-1)?.sentAt ?? createdAtMs,
    }
  }

  /** Goes on with what an earlier process left: what waited is sent, what may have been sent is looked for first. */
  async restore(platform: string, account: string): Promise<void> {
    const items = (await this.#parts.store?.pending()) ?? []
    for (const item of items) {
      if (item.room.platform !== platform || item.room.account !== account) continue
      const job = createJob(item, { isNamed: true })
      job.done.catch((error: unknown) => {
        if (isChatError(error) && error.code !== 'closed') this.#parts.failed(error)
      })
      if (item.state === 'waiting') this.#line(item.room).add(roomKey(item.room), job)
      else {
        job.triedAtMs = item.createdAtMs
        void this.#resolveUnknown(job, unknownAfterRestart(item))
      }
    }
  }

  /** Rejects what waits. A store keeps it for the next time. */
  close(): void {
    this.#isClosed = true
    for (const line of this.#lines.values()) {
      for (const job of line.close()) {
        const kept =
          this.#parts.store === undefined ? 'It was not sent.' : 'It is kept and sent the next time.'
        job.reject(new ChatError('closed', `The hub closed while a message waited for its turn. ${kept}`))
      }
    }
  }

  async #add(item: OutboxItem, options: Pick<Job, 'signal' | 'coalesce' | 'isNamed'>): Promise<Receipt> {
    const key = roomKey(item.room)
    const line = this.#line(item.room)
    const isSame = (job: Job): boolean => {
      if (job.item.key === item.key) return true
      const { outgoing } = job.item
      return (
        options.coalesce &&
        job.coalesce &&
        outgoing.text === item.outgoing.text &&
        outgoing.replyTo?.id === item.outgoing.replyTo?.id
      )
    }
    const waiting = line.find(key, isSame)
    if (waiting !== undefined) return waiting.done
    const known = await this.#parts.store?.add(item)
    if (known?.receipt !== undefined) return known.receipt
    if (known !== undefined) {
      // Somebody sends it already: this process, or one that is gone and whose send is gone on with.
      const again = line.find(key, isSame)
      if (again !== undefined) return again.done
      throw new ChatError('outcome_unknown', `A message named "${item.key}" is being sent already.`)
    }
    if (this.#isClosed) throw new ChatError('closed', 'The hub is closed.')
    const job = createJob(item, options)
    const takeBack = (): void => {
      if (line.remove(key, job)) this.#fail(job, takenBack())
    }
    job.signal?.addEventListener('abort', takeBack)
    line.add(key, job)
    return job.done.finally(() => job.signal?.removeEventListener('abort', takeBack))
  }

  #line(room: RoomRef): SendLine {
    const name = JSON.stringify([room.platform, room.account])
    let line = this.#lines.get(name)
    if (line === undefined) {
      const { limits } = completeCapabilities(this.#parts.session(room).capabilities(room))['message.send']
      const made: SendLine = new SendLine(
        { room: limits?.roomRate, account: limits?.accountRate },
        {
          clock: this.#parts.clock,
          send: (job) => this.#send(made, job),
          expired: (job) => this.#fail(job, expired(job.item)),
        },
      )
      line = made
      this.#lines.set(name, line)
    }
    return line
  }

  async #send(line: SendLine, job: Job): Promise<void> {
    const { room, outgoing } = job.item
    const { clock, echoes, store } = this.#parts
    try {
      await store?.update({ ...job.item, state: 'sending' })
    } catch (cause) {
      // Without a note that it is being sent, a crash would send it twice: it waits until the store is back.
      return this.#failed(line, job, storeFailed(cause))
    }
    try {
      const session = this.#parts.session(room)
      if (session.send === undefined) throw cannotSend(room.platform)
      echoes.expect(outgoing.clientId, clock.now())
      job.triedAtMs = clock.now()
      const receipt = await session.send(room, outgoing, { signal: job.signal })
      this.#failures.delete(line)
      await this.#succeed(job, receipt)
    } catch (cause) {
      await this.#failed(line, job, isChatError(cause) ? cause : unknownFailure(outgoing, room, cause))
    }
  }

  async #failed(line: SendLine, job: Job, error: ChatError): Promise<void> {
    if (error.code === 'outcome_unknown') return this.#resolveUnknown(job, error)
    if (!error.retryable) return this.#fail(job, error)
    const { clock, store } = this.#parts
    const failures = (this.#failures.get(line) ?? 0) + 1
    this.#failures.set(line, failures)
    const pauseMs = error.retryAfterMs ?? Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs)
    const key = roomKey(job.item.room)
    if (error.code === 'rate_limited') line.slowDown(key, clock.now() + pauseMs)
    else line.pause(clock.now() + pauseMs)
    await this.#note(async () => store?.update({ ...job.item, state: 'waiting' }))
    if (this.#isClosed) job.reject(new ChatError('closed', 'The hub is closed.', { cause: error }))
    else line.putBack(key, job)
  }

  /** It may have been sent, or not. */
  async #resolveUnknown(job: Job, error: ChatError): Promise<void> {
    const { room, onUnknown, outgoing } = job.item
    if (onUnknown === 'fail') return this.#fail(job, error)
    if (onUnknown === 'verify') {
      let receipt: Receipt | undefined
      try {
        receipt = await findSent(this.#parts.session(room), room, outgoing, job.triedAtMs ?? 0, ({ ref }) =>
          this.#parts.echoes.has(ref),
        )
      } catch (cause) {
        // Not knowing more than before, nothing is sent.
        return this.#fail(job, withCause(error, cause))
      }
      if (receipt !== undefined) return this.#succeed(job, receipt)
    }
    if (this.#isClosed) job.reject(error)
    else this.#line(room).add(roomKey(room), job)
  }

  async #succeed(job: Job, receipt: Receipt): Promise<void> {
    const { clock, echoes, store } = this.#parts
    // Before the caller hears of it: its echo may be here already.
    echoes.register(receipt, clock.now())
    await this.#note(async () =>
      job.isNamed ? store?.update({ ...job.item, state: 'sent', receipt }) : store?.remove(job.item.key),
    )
    job.resolve(receipt)
  }

  #fail(job: Job, error: ChatError): void {
    job.reject(error)
    void this.#note(async () => this.#parts.store?.remove(job.item.key))
  }

  async #note(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (cause) {
      this.#parts.failed(storeFailed(cause))
    }
  }
}

function takenBack(): ChatError {
  return new ChatError('closed', 'The message was taken back before it was sent.', {
    operation: 'message.send',
  })
}

function expired({ createdAtMs, deadlineAtMs, room }: OutboxItem): ChatError {
  return new ChatError(
    'timeout',
    `A message waited ${deadlineAtMs - createdAtMs} ms for its turn in vain and was not sent; send less, or pass a longer deadlineMs.`,
    { platform: room.platform, operation: 'message.send' },
  )
}

function cannotSend(platform: string): ChatError {
  return new ChatError('unsupported', `The adapter of ${platform} has no method to send.`, {
    platform,
    operation: 'message.send',
  })
}

/** An adapter that throws something else has not said whether anything was sent. */
function unknownFailure({ text }: Outgoing, { platform }: RoomRef, cause: unknown): ChatError {
  return new ChatError(
    'outcome_unknown',
    `The adapter of ${platform} failed while a message of ${text.length} characters was sent; whether it arrived is not known.`,
    { platform, operation: 'message.send', cause },
  )
}

function unknownAfterRestart({ key, room }: OutboxItem): ChatError {
  return new ChatError(
    'outcome_unknown',
    `The process ended while the message "${key}" was being sent; whether it arrived is not known.`,
    { platform: room.platform, operation: 'message.send' },
  )
}

function withCause(error: ChatError, cause: unknown): ChatError {
  return new ChatError(error.code, `${error.message} Looking for it in the history failed too.`, {
    ...(error.platform !== undefined && { platform: error.platform }),
    operation: 'message.send',
    cause,
  })
}

function storeFailed(cause: unknown): ChatError {
  return new ChatError('unavailable', 'The store could not note what became of a message.', { cause })
}
