/** How many keys lie in a page, as a power of two. */
export const pageBits = 8
export const pageLength: number = 2 ** pageBits

/** Keys in the order they came, with what is known of each. */
export class KeyPage {
  /** Undefined where one was forgotten. */
  readonly keys: (string | undefined)[] = Array.from({ length: pageLength })
  readonly hashes: Int32Array = new Int32Array(pageLength)
  /** The room's number, and in the lower six bits the ways a key came by. */
  readonly marks: Uint32Array = new Uint32Array(pageLength)
  /** When it came, in milliseconds since 1970. */
  readonly times: Float64Array = new Float64Array(pageLength)

  set(at: number, key: string, hash: number, mark: number, nowMs: number): void {
    this.keys[at] = key
    this.hashes[at] = hash
    this.marks[at] = mark
    this.times[at] = nowMs
  }
}
