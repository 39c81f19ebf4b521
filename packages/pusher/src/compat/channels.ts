import type { Channel } from './channel.js'
import type { ChannelHost } from './channel-host.js'
import { createChannel } from './create-channel.js'

/** The channels of one client, by name: those subscribed, those asked for, and those left before the answer. */
export class Channels {
  /** By name, to be read. */
  readonly channels: Record<string, Channel> = Object.create(null) as Record<string, Channel>
  /** The same again, to be looked into for every frame. */
  readonly #byName = new Map<string, Channel>()

  /** The channel of a name, made where there is none. @throws PusherError where there can be none */
  add(name: string, pusher: ChannelHost): Channel {
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const channel = createChannel(name, pusher)
    this.#byName.set(name, channel)
    this.channels[name] = channel
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
    delete this.channels[name]
    return channel
  }

  /** The connection is gone. */
  disconnect(): void {
    for (const channel of this.all()) channel.disconnect()
  }
}
