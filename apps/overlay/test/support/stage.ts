import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kickOf, startRelay, type Relay } from '@wireloom/relay'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import type { Browser } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { servePage } from '../../src/server/serve-page.ts'
import { openPage, type OpenPage } from './browser.ts'

const token = 'a-token-for-tests'
export const waiting = { timeout: 15_000, interval: 20 } as const

/** A sandbox, a relay on it, and a page that reads it, all real. */
export interface Stage extends OpenPage {
  readonly sandbox: Sandbox
  readonly relay: Relay
  /** Starts another relay in the place of the one that was closed. */
  readonly restart: () => Promise<Relay>
  /** What stands on the screen, line by line. */
  readonly lines: () => Promise<readonly string[]>
  /** Waits until these lines, and no others, stand on the screen. */
  readonly shows: (lines: readonly string[]) => Promise<void>
  readonly notice: () => Promise<string>
}

/** @param query what stands in the page's address beside the relay */
export async function openStage(
  browser: Browser,
  query: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const sandbox = await startSandbox({ rooms: ['ann', 'bazaar'] })
  onTestFinished(() => sandbox.close())
  const folder = mkdtempSync(join(tmpdir(), 'wireloom-overlay-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const served = await servePage(0)
  onTestFinished(() => served.close())
  const start = async (port: number): Promise<Relay> => {
    const kick = { ...kickOf(sandbox, ['ann', 'bazaar']), app: undefined }
    const relay = await startRelay({
      port,
      token,
      folder,
      allowOrigins: [served.url],
      report: () => undefined,
      kick,
    })
    onTestFinished(() => relay.close())
    await expect
      .poll(
        () => relay.inspect().accounts.every(({ sources }) => sources.every(({ state }) => state === 'live')),
        waiting,
      )
      .toBe(true)
    return relay
  }
  const relay = await start(0)
  const options = new URLSearchParams({ relay: relay.url, emotes: '/emotes/{id}.svg', ...query })
  const opened = await openPage(browser, `${served.url}/?${String(options)}#token=${token}`)
  const { page } = opened
  const notice = (): Promise<string> =>
    page
      .locator('#notice')
      .textContent()
      .then((text) => text ?? '')
  const lines = (): Promise<readonly string[]> =>
    page.locator('#chat > li').evaluateAll((items) => items.map((item) => item.textContent ?? ''))
  await expect.poll(() => page.locator('#notice').isHidden(), waiting).toBe(true)
  await untilFollowed(page)
  return {
    ...opened,
    sandbox,
    relay,
    restart: () => start(Number(new URL(relay.url).port)),
    lines,
    shows: (wanted) => expect.poll(lines, waiting).toEqual(wanted),
    notice,
  }
}

/** A page that is not connected yet has nothing to say either. */
async function untilFollowed(page: OpenPage['page']): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['link']), waiting).toBe('live')
}
