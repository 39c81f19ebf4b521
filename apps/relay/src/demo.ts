import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import type { KickSettings } from './platform/kick.ts'
import { startRelay, type Relay, type RelayOptions } from './relay.ts'

/** How a demo differs from the plain one. */
export interface DemoOptions
  extends Pick<RelayOptions, 'report'>, Partial<Omit<RelayOptions, 'report' | 'kick'>> {
  /** Chat messages a minute in each room. Default 180. */
  readonly messagesPerMinute?: number
  /** Default `nightowl` and `bazaar`. */
  readonly rooms?: readonly string[]
}

/** A relay on a sandbox of its own, both on loopback. */
export interface Demo extends AsyncDisposable {
  readonly relay: Relay
  readonly sandbox: Sandbox
  /** What its readers have to show. */
  readonly token: string
  readonly rooms: readonly string[]
  close(): Promise<void>
}

/** Starts a sandbox, and a relay that takes its webhooks and reads its socket. What it keeps is gone when it closes. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { messagesPerMinute = 180, rooms = ['nightowl', 'bazaar'], ...given } = options
  const token = given.token ?? randomBytes(12).toString('hex')
  const sandbox = await startSandbox({ rooms: [...rooms] })
  const folder = mkdtempSync(join(tmpdir(), 'wireloom-relay-'))
  const closeSandbox = async (): Promise<void> => {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
  let relay: Relay
  try {
    relay = await startRelay({ port: 0, folder, ...given, token, kick: kickOf(sandbox, rooms) })
  } catch (error) {
    await closeSandbox()
    throw error
  }
  sandbox.kick.webhooks.url = `${relay.url}/webhooks/kick`
  if (messagesPerMinute > 0) for (const room of sandbox.kick.rooms) room.traffic.start(messagesPerMinute)
  const close = async (): Promise<void> => {
    for (const room of sandbox.kick.rooms) room.traffic.stop()
    await relay.close()
    await closeSandbox()
  }
  return { relay, sandbox, token, rooms, close, [Symbol.asyncDispose]: close }
}

/** What a relay needs to know of a sandbox. */
interface SandboxKick {
  readonly kick: Pick<Sandbox['kick'], 'apiUrl' | 'siteUrl' | 'realtimeUrl'> & {
    readonly oauth: Pick<Sandbox['kick']['oauth'], 'url'>
  }
}

/** The sandbox's Kick as the relay takes it: by webhooks and by the socket. */
export function kickOf({ kick }: SandboxKick, rooms: readonly string[]): KickSettings {
  return {
    rooms,
    app: { clientId: 'sandbox-app', clientSecret: 'sandbox-app-secret' },
    socket: true,
    at: {
      apiUrl: kick.apiUrl,
      oauthUrl: kick.oauth.url,
      siteUrl: kick.siteUrl,
      realtimeUrl: kick.realtimeUrl,
      isTrusted: () => true,
    },
  }
}
