import type { Sandbox } from '@wireloom/sandbox'
import { marks } from './plan.ts'
import type { Random } from './random.ts'

/** A message that somebody wrote. */
export interface Said {
  readonly platform: 'kick' | 'basalam'
  /** The room's id on the platform. */
  readonly room: string
  readonly id: string
  readonly text: string
  readonly atMs: number
}

/**
 * How often something is said, in milliseconds. The history of a room tells its newest 200 messages: that is a minute then,
 * and what a killed life had claimed is free again after half of one.
 */
const everyMs = 50

/** People of both platforms who go on talking, and a note of all they said. */
export class Story {
  readonly said: Said[] = []
  readonly #sandbox: Sandbox
  readonly #random: Random
  readonly #customers: readonly Sandbox['basalam']['world']['customer'][]
  #timer: NodeJS.Timeout | undefined
  #count = 0

  constructor(sandbox: Sandbox, random: Random) {
    this.#sandbox = sandbox
    this.#random = random
    const { world } = sandbox.basalam
    this.#customers = [world.customer, world.addPerson('رضا'), world.addPerson('مینا')]
  }

  begin(): void {
    this.#timer = setInterval(() => {
      this.#count += 1
      const isQuestion = this.#random.next() < 0.1
      this.#say(this.#random.between(0, this.places - 1), `${isQuestion ? marks.question : ''}${this.#count}`)
    }, everyMs)
  }

  /** Ends the talk. */
  end(): void {
    clearInterval(this.#timer)
  }

  /** Says last words in every place that wants some. */
  sayEnds(wants: (place: number) => boolean): void {
    for (let place = 0; place < this.places; place += 1) {
      this.#count += 1
      if (wants(place)) this.#say(place, `${marks.end}${place} ${this.#count}`)
    }
  }

  /** In how many places people talk. */
  get places(): number {
    return this.#sandbox.kick.rooms.length + this.#customers.length
  }

  #say(place: number, text: string): void {
    const atMs = Date.now()
    const room = this.#sandbox.kick.rooms[place]
    const customer = this.#customers[place - this.#sandbox.kick.rooms.length]
    if (room !== undefined) {
      const { id } = room.say({ from: 'ann', content: text })
      this.said.push({ platform: 'kick', room: String(room.userId), id, text, atMs })
    } else if (customer !== undefined) {
      const { chatId, id } = this.#sandbox.basalam.world.receive({ from: customer, text })
      this.said.push({ platform: 'basalam', room: String(chatId), id: String(id), text, atMs })
    }
  }
}
