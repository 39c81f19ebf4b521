import { PusherError } from '../errors.js'
import {
  type ListenerResult,
  Listeners,
  type ListenersOwner,
  type ListenOptions,
  type Undo,
} from '../listeners.js'
import { encodeSignin } from '../protocol/encode-frame.js'
import type { Frame } from '../protocol/frame.js'
import { parseObject, readObject } from '../protocol/system-events.js'
import { waitFor, type WaitOptions } from '../wait-for.js'
import type { SigninOwner, SigninSession } from './signin.js'
import type { SigninStatus } from './signin-status.js'
import type { AuthenticateUser, UserAuthentication, WatchlistChange } from './user.js'

const status = Symbol('status')
const watchlist = Symbol('watchlist')

/** Who a client is to its server: asks to be signed in on each connection, and knows how that went. */
export class UserSession implements SigninSession, ListenersOwner {
  readonly #owner: SigninOwner
  readonly #ask: AuthenticateUser
  readonly #listeners: Listeners = new Listeners(this)
  #status: SigninStatus = { state: 'signed-out' }
  #isWanted = false
  #asking: AbortController | undefined

  constructor(owner: SigninOwner, authenticate: AuthenticateUser) {
    this.#owner = owner
    this.#ask = authenticate
  }

  get status(): SigninStatus {
    return this.#status
  }

  signedIn({ signal }: WaitOptions = {}): Promise<string> {
    return waitFor({
      what: 'the sign-in',
      signal,
      look: () => this.#outcome(),
      watch: (changed) => this.onStatus(changed),
    })
  }

  on(event: string, listener: (data: never, frame: never) => ListenerResult, options?: ListenOptions): Undo {
    return this.#listeners.on(event, listener, options)
  }

  onStatus(listener: (status: SigninStatus) => ListenerResult, options?: ListenOptions): Undo {
    return this.#listeners.on(status, listener, options)
  }

  onWatchlist(listener: (change: WatchlistChange) => ListenerResult, options?: ListenOptions): Undo {
    return this.#listeners.on(watchlist, listener, options)
  }

  signIn(): void {
    this.#isWanted = true
    const { state } = this.#status
    if (state === 'signed-out' || state === 'refused') this.connected()
  }

  connected(): void {
    const { socketId } = this.#owner
    if (!this.#isWanted || socketId === undefined) return
    this.#become({ state: 'signing-in' })
    const asking = new AbortController()
    this.#asking = asking
    void this.#present(asking, socketId)
  }

  lost(): void {
    this.#asking?.abort()
    this.#asking = undefined
    this.#become({ state: 'signed-out' })
  }

  handle(frame: Frame): void {
    if (frame.event === 'pusher:signin_success') this.#succeeded(frame)
    else if (frame.event === 'pusher_internal:watchlist_events') this.#watched(frame)
  }

  deliver(frame: Frame): void {
    if (!frame.event.startsWith('pusher:') && this.#listeners.has(frame.event)) {
      this.#listeners.emit(frame.event, frame.data, frame)
    }
  }

  /** Has the application vouch for the user, and shows the server what it said. */
  async #present(asking: AbortController, socketId: string): Promise<void> {
    try {
      const { auth, user_data: userData } = await this.#authenticate({ socketId, signal: asking.signal })
      if (this.#asking === asking) this.#owner.send(encodeSignin(auth, userData))
    } catch (error) {
      if (this.#asking === asking) this.#refuse(error as PusherError)
    }
  }

  async #authenticate(request: { socketId: string; signal: AbortSignal }): Promise<UserAuthentication> {
    let answer: Partial<UserAuthentication> | null | undefined
    try {
      answer = await this.#ask(request)
    } catch (cause) {
      if (cause instanceof PusherError) throw cause
      throw new PusherError('authorization_failed', 'Could not sign in: asking who the user is threw.', {
        cause,
      })
    }
    if (typeof answer?.auth === 'string' && typeof answer.user_data === 'string') {
      return { auth: answer.auth, user_data: answer.user_data }
    }
    throw new PusherError(
      'authorization_failed',
      'Could not sign in: the answer holds no `auth` and `user_data`.',
    )
  }

  #succeeded(frame: Frame): void {
    if (this.#status.state !== 'signing-in') return
    const { user_data: text } = readObject(frame)
    const userData = typeof text === 'string' ? parseObject(text) : {}
    const { id } = userData
    if (typeof id !== 'string' || id === '') {
      this.#refuse(new PusherError('signin_refused', 'The server signed in a user without an id.'))
      return
    }
    this.#owner.follow(id)
    this.#become({ state: 'signed-in', userId: id, userData })
  }

  #watched(frame: Frame): void {
    const { events } = readObject(frame)
    if (!Array.isArray(events)) return
    for (const event of events as readonly { name?: unknown; user_ids?: unknown }[]) {
      const name = event?.name
      if (name !== 'online' && name !== 'offline') continue
      const userIds = Array.isArray(event.user_ids) ? event.user_ids.map(String) : []
      this.#listeners.emit(watchlist, { name, userIds } satisfies WatchlistChange)
    }
  }

  #refuse(error: PusherError): void {
    this.#asking = undefined
    this.#owner.follow(undefined)
    this.#become({ state: 'refused', error })
    this.#owner.error(error)
  }

  #become(next: SigninStatus): void {
    if (this.#status.state === next.state) return
    this.#status = next
    this.#listeners.emit(status, next)
  }

  listenerFailed(cause: unknown): void {
    const message = 'A listener of the user failed; the others were called all the same.'
    this.#owner.error(new PusherError('handler_failed', message, { cause }))
  }

  #outcome(): string | PusherError | undefined {
    switch (this.#status.state) {
      case 'signed-in':
        return this.#status.userId
      case 'refused':
        return this.#status.error
      case 'signing-in':
        return undefined
      case 'signed-out':
        if (this.#isWanted) return undefined
        return new PusherError('disconnected', 'There is no sign-in to wait for: call `signIn()` first.')
    }
  }
}
