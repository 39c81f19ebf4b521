/** Who knows what is listened for. */
export interface HeadScannerOwner {
  /** Whether anybody wants an event, by its channel and name. */
  wants(channel: string, event: string): boolean
}

const eventPrefix = '{"event":"'
const channelPrefix = '","channel":"'
const dataPrefix = '","data":'

/** The head of a frame in the order servers write it: how it begins, up to its data, and what it names. */
export interface Head {
  readonly text: string
  readonly event: string
  readonly channel: string
}

/** What the first few characters of a frame say: that nobody wants it, what somebody wants of it, or nothing. */
export type Scanned = Head | 'unwanted' | 'unknown'

/** What no frame begins with. */
const nothing: Head = { text: '\n', event: '', channel: '' }

/**
 * Tells frames nobody wants from their first few characters, so that they are never parsed.
 *
 * It knows one shape alone, the one servers send: `{"event":"…","channel":"…","data":`. Of anything else it says
 * nothing, and the whole frame is parsed. What follows the head is not looked at: in a frame that is valid JSON
 * and names no key twice, event and channel are then what parsing would have given.
 */
export class HeadScanner {
  readonly #owner: HeadScannerOwner
  /** The last head that was wanted: on a busy channel the next frame begins just so. */
  #wanted = nothing
  /** The last head up to the channel's name, and the event it names. */
  #eventHead = nothing.text
  #event = ''

  constructor(owner: HeadScannerOwner) {
    this.#owner = owner
  }

  /** What a frame's text, or the first part of it, says of the whole. */
  scan(text: string): Scanned {
    // What was wanted a moment ago is read without another look, whether or not somebody still listens.
    if (beginsWith(text, this.#wanted.text)) return this.#wanted
    if (!beginsWith(text, this.#eventHead) && !this.#readEvent(text)) return 'unknown'
    const channelStart = this.#eventHead.length
    const channelEnd = text.indexOf('"', channelStart)
    if (channelEnd === -1 || !text.startsWith(dataPrefix, channelEnd)) return 'unknown'
    const encoded = text.slice(channelStart, channelEnd)
    // No name of a channel needs an escape: where there is one, the whole frame is looked into.
    if (encoded.includes('\\')) return 'unknown'
    if (!this.#owner.wants(encoded, this.#event)) return 'unwanted'
    const channel = decode(encoded)
    if (channel === undefined) return 'unknown'
    this.#wanted = { text: this.#eventHead + encoded + dataPrefix, event: this.#event, channel }
    return this.#wanted
  }

  /** Reads the head up to the channel's name and remembers it, since most frames are of one event. */
  #readEvent(text: string): boolean {
    if (!text.startsWith(eventPrefix)) return false
    const eventEnd = text.indexOf('"', eventPrefix.length)
    if (eventEnd === -1 || !text.startsWith(channelPrefix, eventEnd)) return false
    const encoded = text.slice(eventPrefix.length, eventEnd)
    const event = decode(encoded)
    // Whatever may be the protocol's own is looked into, and so rare that nothing of it is worth remembering.
    if (event === undefined || event.startsWith('pusher')) return false
    this.#event = event
    this.#eventHead = eventPrefix + encoded + channelPrefix
    return true
  }
}

/** As `startsWith`, which engines carry out one character at a time: this is three times as fast. */
function beginsWith(text: string, head: string): boolean {
  return text.slice(0, head.length) === head
}

/**
 * The name that a JSON string without its quotes stands for; undefined where it stands for none. It is a text of its
 * own: as a part of the frame it would keep all of that alive.
 */
function decode(encoded: string): string | undefined {
  try {
    // An escape cut in two by the search for the closing quote does not parse.
    return JSON.parse(`"${encoded}"`) as string
  } catch {
    return undefined
  }
}
