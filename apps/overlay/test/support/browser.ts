import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Whether there is a browser to open pages in. */
export const canBrowse: boolean = existsSync(executablePath)

/** Starts a browser. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A page as OBS shows it, and what went wrong on it. */
export interface OpenPage {
  readonly page: Page
  readonly problems: readonly string[]
}

/** Opens an address; the page is gone when the test has finished. */
export async function openPage(browser: Browser, address: string): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width: 520, height: 760 } })
  onTestFinished(() => page.close())
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('dialog', (dialog) => {
    problems.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(address)
  return { page, problems }
}
