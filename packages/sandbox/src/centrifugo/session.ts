import type { Clock } from '../clock.js'
import type { WireRules } from '../socket/wire-rules.js'
import type { Channels, Subscriber } from './channels.js'
import { commandErrors, type DisconnectCode } from './codes.js'
import { decodeCommands, type Command } from './decode-commands.js'
import { lines } from './lines.js'
import { startServerPing, type ServerPing } from './server-ping.js'
import { toSeconds, type CentrifugoTimes } from './times.js'

/** What a connection token says, or why it says nothing. */
export type TokenVerdict =
  | { ok: true; subject: string; /** None: it does not expire. */ expiresAtMs: number | undefined }
  | { ok: false; reason: 'invalid' | 'expired' }

/** A client as its session sees it. */
export type Client = Subscriber & {
  sendProtocol(text: string): void
  /** Returns whether it is over: a server made silent by a fault cannot speak up to close. */
  close(code: DisconnectCode): boolean
}

/** What a session needs of the server it belongs to. */
export type SessionOwner = {
  readonly channels: Channels
  readonly clock: Clock
  readonly rules: WireRules
  readonly times: CentrifugoTimes
  readToken(token: string): TokenVerdict
}

/** One client's side of the protocol. */
export type Session = {
  readonly channelNames: readonly string[]
  /** Acts on one frame of the client. */
  receive: (frame: string) => void
  /** Takes a channel away from the client and tells it so. Returns whether it had it. */
  expel(channel: string, code: number, reason: string): boolean
  /** Takes up at once the subscriptions that were delayed. */
  release(): void
  end(): void
}

const longestChannelName = 255

/** Starts the protocol for a connection that has yet to say `connect`. */
export function createSession(client: Client, owner: SessionOwner): Session {
  const { channels, clock, rules, times } = owner
  const joined = new Set<string>()
  const delayed = new Map<string, { cancel: () => void; takeUp: () => void }>()
  let subject: string | undefined
  let isOver = false
  let pings: ServerPing | undefined
  /** First until `connect` has to be there, then until the token has to be renewed. */
  let cancelDeadline = clock.after(times.connectTimeoutMs, () => {
    close(3502)
  })

  function close(code: DisconnectCode): void {
    isOver = client.close(code)
  }

  function fail(id: number, code: keyof typeof commandErrors): void {
    client.sendProtocol(lines.error(id, code))
  }

  /** Takes a token's time for the connection's. Returns it in seconds, as a reply tells it. */
  function keepUntil(expiresAtMs: number | undefined): number | undefined {
    cancelDeadline()
    if (expiresAtMs === undefined) return undefined
    const leftMs = expiresAtMs - clock.now()
    cancelDeadline = clock.after(leftMs + times.expiryGraceMs, () => {
      close(3005)
    })
    return toSeconds(leftMs)
  }

  function connect({ id, token }: Command & { type: 'connect' }): void {
    if (subject !== undefined) {
      close(3501)
      return
    }
    if (token === '') {
      fail(id, 101)
      return
    }
    const verdict = owner.readToken(token)
    if (!verdict.ok) {
      if (verdict.reason === 'expired') fail(id, 109)
      else close(3500)
      return
    }
    subject = verdict.subject
    const ttlSeconds = keepUntil(verdict.expiresAtMs)
    const reply = rules.takeHandshake(client.socketId) ?? {
      text: lines.connected(id, client.socketId, { ttlSeconds, pingSeconds: toSeconds(times.pingMs) }),
    }
    if (reply.text !== null) client.sendProtocol(reply.text)
    pings = startServerPing(
      {
        ping: () => {
          client.sendProtocol(lines.ping())
        },
        giveUp: () => {
          close(3012)
        },
      },
      clock,
      times,
    )
  }

  function refresh({ id, token }: Command & { type: 'refresh' }): void {
    const verdict = owner.readToken(token)
    if (!verdict.ok) close(verdict.reason === 'expired' ? 3005 : 3500)
    else if (verdict.subject === subject) {
      client.sendProtocol(lines.refreshed(id, keepUntil(verdict.expiresAtMs)))
    } else close(3500)
  }

  function subscribe({ id, channel, token }: Command & { type: 'subscribe' }): void {
    if (channel === '' || channel.length > longestChannelName) fail(id, 107)
    else if (joined.has(channel) || delayed.has(channel)) fail(id, 105)
    // The channels of logged-in users take a token that this server gives to nobody.
    else if (channel.startsWith('private-') || token !== '') fail(id, 103)
    else {
      const byMs = rules.takeSubscriptionDelayMs(client.socketId, channel)
      if (byMs === undefined) join(id, channel)
      else delay(id, channel, byMs)
    }
  }

  function join(id: number, channel: string): void {
    joined.add(channel)
    channels.join(channel, client)
    client.sendProtocol(lines.subscribed(id))
  }

  function delay(id: number, channel: string, byMs: number): void {
    const takeUp = (): void => {
      delayed.delete(channel)
      join(id, channel)
    }
    delayed.set(channel, { cancel: clock.after(byMs, takeUp), takeUp })
  }

  function leave(channel: string): boolean {
    delayed.get(channel)?.cancel()
    delayed.delete(channel)
    channels.leave(channel, client.socketId)
    return joined.delete(channel)
  }

  /** Whether a fault answers the command in the server's place. */
  function isRefused(command: Command): boolean {
    if (!('id' in command) || command.type === 'unsupported') return false
    const channel = 'channel' in command ? command.channel : undefined
    const code = rules.takeCommandError(client.socketId, command.type, channel)
    if (code !== undefined) client.sendProtocol(lines.error(command.id, code))
    return code !== undefined
  }

  function act(command: Command): void {
    // Before `connect` there is nothing else to be said.
    if (command.type === 'malformed' || (subject === undefined && command.type !== 'connect')) {
      close(3501)
      return
    }
    if (isRefused(command)) return
    switch (command.type) {
      case 'connect':
        connect(command)
        break
      case 'refresh':
        refresh(command)
        break
      case 'subscribe':
        subscribe(command)
        break
      case 'unsubscribe':
        leave(command.channel)
        client.sendProtocol(lines.unsubscribed(command.id))
        break
      case 'pong':
        pings?.pong()
        break
      case 'send':
        break
      case 'unsupported':
        fail(command.id, 104)
        break
    }
  }

  return {
    get channelNames() {
      return [...joined]
    },
    receive(frame) {
      const commands = decodeCommands(frame)
      if (commands.length === 0) close(3501)
      for (const command of commands) if (!isOver) act(command)
    },
    expel(channel, code, reason) {
      if (!leave(channel)) return false
      client.sendProtocol(lines.push({ channel, unsubscribe: { code, reason } }))
      return true
    },
    release() {
      for (const { cancel, takeUp } of delayed.values()) {
        cancel()
        takeUp()
      }
    },
    end() {
      isOver = true
      cancelDeadline()
      pings?.stop()
      for (const channel of [...joined, ...delayed.keys()]) leave(channel)
    },
  }
}
