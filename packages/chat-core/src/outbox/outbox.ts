import { completeCapabilities } from '../capability.js'
import { checkMs, checkOneOf } from '../check.js'
import { sleep } from '../delivery/persist.js'
import { ChatError, isChatError } from '../error.js'
import type { Message } from '../message.js'
import type { Outgoing, Receipt, SendOptions } from '../outgoing.js'
import { roomKey, type RoomRef } from '../room-ref.js'
import type { OutboxItem } from '../store.js'
import { findSent } from './find-sent.js'
import { createJob, type Job } from './job.js'
import { sendOnce } from './send-once.js'
import { SendLine } from './send-line.js'
import { expired, storeFailed, takenBack, unknownAfterRestart, unknownBefore, withCause } from './outcomes.js'
import { joinReceipts, type Sender, type SenderFactory, type SenderParts } from './sender.js'

const defaults = { deadlineMs: 60_000, onUnknown: 'fail' } as const
/** How long nothing is sent after the platform could not be reached, at first and at most, in milliseconds. */
const firstPauseMs = 1_000
const longestPauseMs = 30_000

/**
 * Makes the outbox of a hub: sends wait for their turn there. Rates come from the capabilities of `message.send`, and
 * get slower where the platform says so; moderation goes before replies, those before chatter; rooms take turns. What
 * waits outlives a lost connection, and with an `outbox` in the store the process.
 */
export function createOutbox(): SenderFactory {
  return { open: (parts) => new Outbox(parts) }
}

/**
 * What is to be sent. It waits for its turn, over a lost connection too, until its deadline; nothing is cleared. What
 * may have arrived is not sent again unless the caller said so.
 */
class Outbox implements Sender {
  readonly #parts: SenderParts
  readonly #lines = new Map<string, SendLine>()
  /** Everything that is not over. */
  readonly #jobs = new Set<Job>()
  readonly #failures = new Map<SendLine, number>()
  readonly #closing = new AbortController()

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  get counts(): { readonly waiting: number; readonly sending: number } {
    const counts = { waiting: 0, sending: 0 }
    for (const { waiting, sending } of this.#lines.values()) {
      counts.waiting += waiting
      counts.sending += sending
    }
    return counts
  }

  async send(room: RoomRef, pieces: readonly Outgoing[], options: SendOptions): Promise<Receipt> {
    const { clock } = this.#parts
    const { priority = options.replyTo === undefined ? 'chatter' : 'reply', signal } = options
    checkOneOf('priority', priority, ['moderation', 'reply', 'chatter'])
    const onUnknown = checkOneOf('onUnknown', options.onUnknown ?? defaults.onUnknown, [
      'fail',
      'verify',
      'retry',
    ])
    const deadlineMs = checkMs('deadlineMs', options.deadlineMs ?? defaults.deadlineMs)
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
    return joinReceipts(receipts)
  }

  /** Goes on with what an earlier process left: what waited is sent, what may have been sent is looked for first. */
  async restore(platform: string, account: string): Promise<void> {
    const items = (await this.#parts.store?.pending()) ?? []
    for (const item of items) {
      if (item.room.platform !== platform || item.room.account !== account) continue
      const job = createJob(item, { isNamed: true })
      this.#jobs.add(job)
      job.done
        .finally(() => this.#jobs.delete(job))
        .catch((error: unknown) => {
          if (isChatError(error) && error.code !== 'closed') this.#parts.failed(error)
        })
      if (item.state === 'waiting') this.#line(item.room).add(roomKey(item.room), job)
      else {
        job.triedAtMs = item.createdAtMs
        const line = this.#line(item.room)
        void this.#resolveUnknown(line, job, unknownAfterRestart(item)).finally(() => line.goOn())
      }
    }
  }

  /** Rejects what waits. A store keeps it for the next time. */
  close(): void {
    this.#closing.abort()
    for (const line of this.#lines.values()) {
      for (const job of line.close()) {
        const kept =
          this.#parts.store === undefined ? 'It was not sent.' : 'It is kept and sent the next time.'
        job.reject(new ChatError('closed', `The hub closed while a message waited for its turn. ${kept}`))
      }
    }
  }

  end(): void {
    for (const job of this.#jobs) {
      // Before it was tried there was only the store to wait for.
      const code = job.triedAtMs === undefined ? 'closed' : 'outcome_unknown'
      job.reject(new ChatError(code, 'The hub closed while a message was being sent.'))
    }
  }

  async #add(item: OutboxItem, options: Pick<Job, 'signal' | 'coalesce' | 'isNamed'>): Promise<Receipt> {
    const twin = this.#findTwin(item, options.coalesce)
    if (twin !== undefined) return twin.done
    const job = createJob(item, options)
    this.#jobs.add(job)
    const takeBack = (): void => {
      if (this.#line(item.room).remove(roomKey(item.room), job)) void this.#fail(job, takenBack())
    }
    job.signal?.addEventListener('abort', takeBack)
    void this.#enqueue(job)
    return job.done.finally(() => {
      this.#jobs.delete(job)
      job.signal?.removeEventListener('abort', takeBack)
    })
  }

  async #enqueue(job: Job): Promise<void> {
    const { item } = job
    const { store } = this.#parts
    try {
      const known = store === undefined ? undefined : await store.add(item)
      if (known?.receipt !== undefined) job.resolve(known.receipt)
      else if (known?.state === 'unknown') this.#takeUp(job, known)
      else if (known !== undefined) {
        const message = `A message named "${item.key}" is being sent by another process.`
        job.reject(new ChatError('outcome_unknown', message))
      } else if (this.#closing.signal.aborted) job.reject(new ChatError('closed', 'The hub is closed.'))
      else this.#line(item.room).add(roomKey(item.room), job)
    } catch (cause) {
      job.reject(isChatError(cause) ? cause : storeFailed(cause))
    }
  }

  /** A send of the same name; or, where that is wanted, one of the same text that waits. */
  #findTwin({ key, outgoing, room }: OutboxItem, coalesce: boolean): Job | undefined {
    const name = roomKey(room)
    return [...this.#jobs].find(({ item, ...job }) => {
      if (roomKey(item.room) !== name) return false
      if (item.key === key) return true
      const isSame =
        item.outgoing.text === outgoing.text && item.outgoing.replyTo?.id === outgoing.replyTo?.id
      return coalesce && job.coalesce && job.triedAtMs === undefined && isSame
    })
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
          expired: (job) => void this.#fail(job, expired(job.item)),
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
    let receipt: Receipt
    try {
      const session = this.#parts.session(room)
      echoes.expect(outgoing.clientId, clock.now())
      job.triedAtMs = clock.now()
      receipt = await sendOnce(session, room, outgoing, { signal: job.signal })
    } catch (cause) {
      return this.#failed(line, job, isChatError(cause) ? cause : storeFailed(cause))
    }
    // Not within the above: what is sent is never tried again for what fails after it.
    this.#failures.delete(line)
    await this.#succeed(job, receipt)
  }

  async #failed(line: SendLine, job: Job, error: ChatError): Promise<void> {
    // A hub that closes over a send has not handed it to the platform: it is kept for the next time.
    const wasClosedOver = error.code === 'closed' && this.#closing.signal.aborted
    if (error.code === 'outcome_unknown') await this.#resolveUnknown(line, job, error)
    else if (error.retryable || wasClosedOver) await this.#again(line, job, error)
    else await this.#fail(job, error)
  }

  /** Back to where it waited, and nothing of the room or the account goes for a while. */
  async #again(line: SendLine, job: Job, error: ChatError): Promise<void> {
    const { clock, store } = this.#parts
    const failures = (this.#failures.get(line) ?? 0) + 1
    this.#failures.set(line, failures)
    const pauseMs = error.retryAfterMs ?? Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs)
    const key = roomKey(job.item.room)
    if (error.code === 'rate_limited') line.slowDown(key, clock.now() + pauseMs)
    else line.pause(clock.now() + pauseMs)
    await this.#note(async () => store?.update({ ...job.item, state: 'waiting' }))
    if (this.#closing.signal.aborted)
      job.reject(new ChatError('closed', 'The hub is closed.', { cause: error }))
    else line.putBack(key, job)
  }

  /** It may have been sent, or not. */
  async #resolveUnknown(line: SendLine, job: Job, error: ChatError): Promise<void> {
    const { onUnknown } = job.item
    if (onUnknown === 'fail') return this.#failUnknown(job, error)
    if (onUnknown === 'verify') {
      try {
        const receipt = await this.#verify(job)
        if (receipt !== undefined) return await this.#succeed(job, receipt)
      } catch (cause) {
        // Not knowing more than before, nothing is sent.
        return this.#failUnknown(job, withCause(error, cause))
      }
    }
    await this.#again(line, job, error)
  }

  /** Looks for it in the history, and again where that fails, for as long as it may wait. */
  async #verify(job: Job): Promise<Receipt | undefined> {
    const { clock, echoes } = this.#parts
    const { deadlineAtMs, outgoing, room } = job.item
    const isOther = ({ ref }: Message): boolean => echoes.has(ref, clock.now())
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      // What was sent a moment ago may not stand in a history yet.
      // oxlint-disable-next-line no-await-in-loop -- look after look
      await sleep(pauseMs, clock, this.#closing.signal)
      try {
        // oxlint-disable-next-line no-await-in-loop
        return await findSent(this.#parts.session(room), room, outgoing, job.triedAtMs ?? 0, isOther)
      } catch (cause) {
        const isHopeless = !isChatError(cause) || !cause.retryable || this.#closing.signal.aborted
        if (isHopeless || clock.now() >= deadlineAtMs) throw cause
      }
    }
  }

  /** A send of that name was given up on without knowing what came of it: that is found out before it is sent again. */
  #takeUp(job: Job, known: OutboxItem): void {
    const { deadlineAtMs, onUnknown } = job.item
    job.item = { ...known, deadlineAtMs, onUnknown }
    job.triedAtMs = known.createdAtMs
    const line = this.#line(known.room)
    void this.#resolveUnknown(line, job, unknownBefore(known)).finally(() => line.goOn())
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

  async #fail(job: Job, error: ChatError): Promise<void> {
    // Before the caller hears of it, who may send it again at once.
    await this.#note(async () => this.#parts.store?.remove(job.item.key))
    job.reject(error)
  }

  /** Nobody knows whether it was sent. One that has a name is kept, so that it is not sent again as if it were new. */
  async #failUnknown(job: Job, error: ChatError): Promise<void> {
    if (!job.isNamed) return this.#fail(job, error)
    // The next process looks for it, where this one had no time to.
    if (!this.#closing.signal.aborted) {
      await this.#note(async () => this.#parts.store?.update({ ...job.item, state: 'unknown' }))
    }
    job.reject(error)
  }

  async #note(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (cause) {
      this.#parts.failed(storeFailed(cause))
    }
  }
}
