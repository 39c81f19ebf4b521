import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.js'
import type { FrameFate, RecordedFrame, Recorder } from '../record.js'
import { encodeTextFrame } from './frame-bytes.js'
import type { WireRules } from './wire-rules.js'

/** The way out to one client: every byte the server writes after the upgrade passes here, and so do the faults. */
export type Wire = {
  /** A frame of the protocol itself. */
  sendProtocol: (text: string) => void
  /** An application event; only these are doubled and reordered. */
  sendEvent: (text: string) => void
  sendBinary(bytes: Uint8Array): void
  /** Bytes as they are, past the WebSocket framing. */
  sendRaw(bytes: Uint8Array): void
  /** Answers a WebSocket control ping. */
  sendControlPong: (payload: Buffer) => void
  /** Closes with the WebSocket's own handshake. Bytes still dripping go out first. */
  close(code: number, reason: string): void
  /** Ends the TCP connection without a word. */
  destroy(): void
  /** Writes held events and dripping bytes now, as the rules allow. */
  release(): void
}

/** What a wire needs of its WebSocket; the types of ws stay out of what this package declares. */
export type WireSocket = {
  readonly readyState: number
  readonly OPEN: number
  send(data: string | Uint8Array): void
  pong(payload: Buffer): void
  close(code: number, reason: string): void
}

type WireParts = {
  connection: string
  socket: Duplex
  webSocket: WireSocket
  clock: Clock
  recorder: Recorder
  rules: WireRules
}

/** Joins a socket and its WebSocket to the rules and the record. */
export function createWire(parts: WireParts): Wire {
  const { connection, socket, webSocket, clock, recorder, rules } = parts
  const dripping: Buffer[] = []
  const held: string[] = []
  let lines: string[] = []
  let cancelDrip: (() => void) | undefined
  let cancelHold: (() => void) | undefined

  function note(kind: RecordedFrame['kind'], text: string, fate: FrameFate): void {
    recorder.addFrame({ atMs: clock.now(), connection, kind, text, fate })
  }

  /** After a cut nothing is written any more, though the socket takes a moment to be gone. */
  let isCut = false

  const isOpen = (): boolean => webSocket.readyState === webSocket.OPEN

  function writeText(text: string): void {
    if (!isOpen()) return
    if (lines.length === 0 && !rules.joinsLines(connection)) {
      writeFrame(text)
      return
    }
    if (lines.length === 0) queueMicrotask(joinLines)
    lines.push(text)
  }

  function joinLines(): void {
    const joined = lines.join('\n')
    lines = []
    if (joined !== '') writeFrame(joined)
  }

  function writeFrame(text: string): void {
    if (!isOpen()) return
    if (isCut || rules.isSilent(connection)) {
      note('text', text, 'lost')
      return
    }
    if (rules.takeCut(connection)) {
      note('text', text, 'cut')
      flushDrip()
      isCut = true
      const bytes = encodeTextFrame(text)
      socket.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), destroy)
      return
    }
    note('text', text, 'written')
    const pace = rules.dripPace(connection)
    if (pace === undefined && dripping.length === 0) webSocket.send(text)
    else {
      dripping.push(encodeTextFrame(text))
      if (cancelDrip === undefined) drip()
    }
  }

  function drip(): void {
    cancelDrip = undefined
    const pace = rules.dripPace(connection)
    if (pace === undefined) {
      flushDrip()
      return
    }
    const first = dripping[0]
    if (first === undefined || !isOpen()) return
    socket.write(first.subarray(0, pace.bytesPerWrite))
    if (first.length > pace.bytesPerWrite) dripping[0] = first.subarray(pace.bytesPerWrite)
    else dripping.shift()
    if (dripping.length > 0) cancelDrip = clock.after(pace.everyMs, drip)
  }

  function flushDrip(): void {
    cancelDrip?.()
    cancelDrip = undefined
    for (const bytes of dripping.splice(0)) socket.write(bytes)
  }

  function writeEvent(text: string): void {
    const copies = rules.takeCopies(connection)
    for (let copy = 0; copy < copies; copy += 1) writeText(text)
  }

  function releaseHeld(): void {
    cancelHold?.()
    cancelHold = undefined
    for (const text of held.splice(0)) writeEvent(text)
  }

  function destroy(): void {
    cancelDrip?.()
    cancelHold?.()
    dripping.length = 0
    held.length = 0
    lines = []
    socket.destroy()
  }

  return {
    sendProtocol: writeText,
    sendEvent(text) {
      const holdMs = isOpen() ? rules.takeHoldMs(connection) : undefined
      if (holdMs !== undefined) {
        note('text', text, 'held')
        held.push(text)
        cancelHold ??= clock.after(holdMs, releaseHeld)
        return
      }
      writeEvent(text)
      releaseHeld()
    },
    sendBinary(bytes) {
      if (!isOpen()) return
      joinLines()
      flushDrip()
      note('binary', Buffer.from(bytes).toString('hex'), isCut ? 'lost' : 'written')
      if (!isCut) webSocket.send(bytes)
    },
    sendRaw(bytes) {
      if (!isOpen()) return
      joinLines()
      flushDrip()
      note('raw', Buffer.from(bytes).toString('hex'), isCut ? 'lost' : 'written')
      if (!isCut) socket.write(bytes)
    },
    sendControlPong(payload) {
      // A pong between the bytes of a dripping frame would corrupt it, and a silent server answers nothing.
      if (isOpen() && !isCut && !rules.isSilent(connection) && dripping.length === 0) webSocket.pong(payload)
    },
    close(code, reason) {
      if (!isOpen()) return
      joinLines()
      flushDrip()
      note('close', reason === '' ? String(code) : `${code} ${reason}`, isCut ? 'lost' : 'written')
      if (!isCut) webSocket.close(code, reason)
    },
    destroy,
    release() {
      releaseHeld()
      if (rules.dripPace(connection) === undefined) flushDrip()
    },
  }
}
