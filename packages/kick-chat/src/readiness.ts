import type { KickChatError } from './errors.js'

/** A promise that is settled from outside, once. */
export class Readiness {
  readonly promise: Promise<void>
  #resolve: () => void = () => undefined
  #reject: (error: KickChatError) => void = () => undefined

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Whoever waited for it may have lost interest by the time it fails.
    this.promise.catch(() => undefined)
  }

  resolve(): void {
    this.#resolve()
  }

  reject(error: KickChatError): void {
    this.#reject(error)
  }
}
