/** A frame's fields as they came. */
export interface Envelope {
  readonly [field: string]: unknown
  readonly channel?: unknown
  readonly data?: unknown
  readonly user_id?: unknown
}

/** Stands for data nobody has asked for yet. */
const undecoded = Symbol('undecoded')

/**
 * One event as it came: `{ event, channel?, data?, user_id? }`.
 *
 * Servers send `data` as a string that holds JSON, as any JSON value, or not at all. {@link Frame.data} is that
 * value decoded at first use and kept, so that a frame nobody looks into costs no second parse.
 */
export class Frame<Name extends string = string, Data = unknown> {
  /** The event's name, as the server spells it. */
  readonly event: Name
  /** The channel it belongs to; events of the connection itself have none. */
  readonly channel: string | undefined
  /** Everything the frame held, undecoded: fields this client does not know are here. */
  readonly envelope: Envelope
  readonly #raw: boolean
  #data: unknown = undecoded

  constructor(event: Name, envelope: Envelope, raw: boolean) {
    const { channel } = envelope
    this.event = event
    this.channel = typeof channel === 'string' ? channel : undefined
    this.envelope = envelope
    this.#raw = raw
  }

  /** An event that this client makes of one of the server's: the same envelope with other data, which is not decoded again. */
  static derived(event: string, from: Frame, data: unknown): Frame {
    return new Frame(event, { ...from.envelope, event, data }, true)
  }

  /** The payload: decoded JSON, or the string itself where it holds none. In raw mode always what came. */
  get data(): Data {
    if (this.#data === undecoded) {
      const { data } = this.envelope
      this.#data = this.#raw ? data : decodeData(data)
    }
    return this.#data as Data
  }

  /** Who sent a client event on a presence channel. */
  get userId(): string | undefined {
    const { user_id: userId } = this.envelope
    if (typeof userId === 'string' && userId !== '') return userId
    return typeof userId === 'number' ? String(userId) : undefined
  }
}

/** `data` is encoded twice by most servers; a string that is no JSON is a plain string. */
function decodeData(data: unknown): unknown {
  if (typeof data !== 'string') return data
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}
