import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import { onTestFinished } from 'vitest'
import { kickOf } from '../../src/demo.ts'
import { startRelay, type Relay, type RelayOptions } from '../../src/relay.ts'

export const token = 'a-token-for-tests'

/** A sandbox, and relays on it that share a folder. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly folder: string
  /** What relays reported. */
  readonly reported: readonly string[]
  /** Starts a relay; without `socket` by webhooks alone. */
  readonly start: (
    options?: Partial<RelayOptions> & { readonly socket?: boolean; readonly webhook?: boolean },
  ) => Promise<Relay>
}

export async function openStage(): Promise<Stage> {
  const sandbox = await startSandbox({ rooms: ['ann'] })
  onTestFinished(() => sandbox.close())
  const folder = mkdtempSync(join(tmpdir(), 'wireloom-relay-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const reported: string[] = []
  return {
    sandbox,
    folder,
    reported,
    start: async ({ socket = false, webhook = true, ...options } = {}) => {
      const kick = kickOf(sandbox, ['ann'])
      const relay = await startRelay({
        port: 0,
        token,
        folder,
        report: (line) => reported.push(line),
        kick: { ...kick, socket, app: webhook ? kick.app : undefined },
        ...options,
      })
      onTestFinished(() => relay.close())
      sandbox.kick.webhooks.url = `${relay.url}/webhooks/kick`
      return relay
    },
  }
}

/** Whether every source of a relay is live. */
export function isLive(relay: Relay): boolean {
  return relay.inspect().accounts.every(({ sources }) => sources.every(({ state }) => state === 'live'))
}
