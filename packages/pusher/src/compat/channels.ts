import type { Channel } from './channel.js'
import type { ChannelHost } from './channel-host.js'
import { createChannel } from './create-channel.js'

/** The channels of one client, by name: those subscribed, those asked for, and those left before the answer. */
export class Channels {
  readonly #byName = new Map<string, Channel>()

  /** All of them by name, to be read. */
  get channels(): Record<string, Channel> {
    // Without a prototype: names are anybody's choice.
    return Object.assign(Object.create(null) as Record<string, Channel>, Object.fromEntries(this.#byName))
  }

  /** The channel of a name, made where there is none. @throws PusherError where there can be none */
  add(name: string, pusher: ChannelHost): Channel {
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const channel = createChannel(name, pusher)
    this.#byName.set(name, channel)
    return channel
  }

  all(): Channel[] {
    return [...this.#byName.values()]
  }

  find(name: string): Channel | undefined {
    return this.#byName.get(name)
  }

  remove(name: string): Channel | undefined {
    const channel = this.#byName.get(name)
    this.#byName.delete(name)
    return channel
  }

  /** The connection is gone. */
  disconnect(): void {
    for (const channel of this.all()) channel.disconnect()
  }
}
