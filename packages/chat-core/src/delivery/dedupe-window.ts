import { hashOf } from './hash.js'
import { KeyPage, pageBits, pageLength } from './key-page.js'

/** How many ways there may be: what is above their bits is the number of the room. */
const waysMask = 63
const smallestIndex = 256
/** How many keys whose time is over are let go of for each that comes: an hour of silence is not paid for at once. */
const forgottenAtOnce = 32

/**
 * Which keys were seen within a window of time, and by which ways.
 *
 * Keys lie in pages in the order they came, so that what is forgotten is always in front. They are found by an index of
 * small numbers: the lower bits of each say where the key lies, the upper ones are those of its hash, so that hardly
 * any other key has to be looked at. Keys are compared in full: two that share a hash are still two.
 */
export class DedupeWindow {
  readonly #windowMs: number
  readonly #limit: number
  readonly #pages: KeyPage[] = []
  /** By hash, with linear probing: 0 is free, else one more than the position. Positions count from the first page. */
  #index = new Int32Array(smallestIndex)
  /** How many pages went since the index was made: positions count from before them. */
  #pagesGone = 0
  /** The position of the oldest key, and of the next one. */
  #first = 0
  #next = 0
  #size = 0

  /**
   * @param windowMs for how long a key is remembered
   * @param limit how many are remembered at most; the oldest go before their time
   */
  constructor(windowMs: number, limit: number) {
    this.#windowMs = windowMs
    this.#limit = limit
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#size
  }

  /**
   * Remembers a key, and that it came by a way.
   *
   * @param room the number of the room it is known in
   * @param bit the way, as a power of two
   * @returns the ways it came by before, as bits; 0 for a new key
   */
  see(room: number, key: string, bit: number, nowMs: number): number {
    this.#forgetOld(nowMs)
    const hash = hashOf(room, key)
    const position = this.#find(room, key, hash, nowMs)
    if (position < 0) {
      this.#add(room, key, hash, bit, nowMs)
      return 0
    }
    const { marks } = this.#pageOf(position)
    const mark = marks[position & (pageLength - 1)] ?? 0
    marks[position & (pageLength - 1)] = mark | bit
    return mark & waysMask
  }

  /** Whether a key is remembered. */
  has(room: number, key: string, nowMs: number): boolean {
    return this.#find(room, key, hashOf(room, key), nowMs) >= 0
  }

  /** Makes a key new again. */
  forget(room: number, key: string, nowMs: number): void {
    const position = this.#find(room, key, hashOf(room, key), nowMs)
    if (position >= 0) this.#drop(position)
  }

  #find(room: number, key: string, hash: number, nowMs: number): number {
    const index = this.#index
    const mask = index.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = index[slot] as number
      if (entry === 0) return -1
      if (((entry ^ hash) & ~mask) !== 0) continue
      const position = (entry & mask) - 1
      if (position < this.#first) continue
      const page = this.#pageOf(position)
      const at = position & (pageLength - 1)
      if (page.keys[at] !== key || (page.marks[at] as number) >>> 6 !== room) continue
      if ((page.times[at] as number) + this.#windowMs > nowMs) return position
      // Its time is over, and its turn to be let go of has not come.
      this.#drop(position)
    }
  }

  #add(room: number, key: string, hash: number, bit: number, nowMs: number): void {
    while (this.#size >= this.#limit) this.#forgetFirst()
    if ((this.#next + 2) * 2 > this.#index.length) this.#reindex()
    const position = this.#next
    const at = position & (pageLength - 1)
    if (at === 0) this.#pages.push(new KeyPage())
    this.#pageOf(position).set(at, key, hash, (room << 6) | bit, nowMs)
    this.#next += 1
    this.#size += 1
    this.#enter(hash, position)
  }

  #enter(hash: number, position: number): void {
    const index = this.#index
    const mask = index.length - 1
    let slot = hash & mask
    while (index[slot] !== 0) slot = (slot + 1) & mask
    index[slot] = (hash & ~mask) | (position + 1)
  }

  /** Makes the index anew without what is forgotten, and with room for half as many again. */
  #reindex(): void {
    this.#first -= this.#pagesGone * pageLength
    this.#next -= this.#pagesGone * pageLength
    this.#pagesGone = 0
    let length = smallestIndex
    while (length < (this.#next + pageLength) * 3) length *= 2
    this.#index = new Int32Array(length)
    for (let position = this.#first; position < this.#next; position += 1) {
      const { keys, hashes } = this.#pageOf(position)
      const at = position & (pageLength - 1)
      if (keys[at] !== undefined) this.#enter(hashes[at] as number, position)
    }
  }

  #forgetOld(nowMs: number): void {
    for (let left = forgottenAtOnce; left > 0 && this.#first < this.#next; left -= 1) {
      const page = this.#pageOf(this.#first)
      if ((page.times[this.#first & (pageLength - 1)] as number) + this.#windowMs > nowMs) return
      this.#forgetFirst()
    }
  }

  #forgetFirst(): void {
    this.#drop(this.#first)
    this.#first += 1
    if ((this.#first & (pageLength - 1)) !== 0) return
    this.#pages.shift()
    this.#pagesGone += 1
  }

  #drop(position: number): void {
    const { keys } = this.#pageOf(position)
    const at = position & (pageLength - 1)
    if (keys[at] === undefined) return
    keys[at] = undefined
    this.#size -= 1
  }

  #pageOf(position: number): KeyPage {
    return this.#pages[(position >>> pageBits) - this.#pagesGone] as KeyPage
  }
}
