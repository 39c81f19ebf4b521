import { existsSync } from 'node:fs'
import { chromium, type Browser, type Dialog, type Page } from 'playwright-core'
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

/** Opens an address in the browser's one tab, since another one takes longer than a whole test; left with the test. */
export async function openPage(browser: Browser, address: string): Promise<OpenPage> {
  const page =
    browser.contexts()[0]?.pages()[0] ?? (await browser.newPage({ viewport: { width: 520, height: 760 } }))
  const problems: string[] = []
  const onError = (error: Error): void => void problems.push(String(error))
  const onDialog = (dialog: Dialog): void => {
    problems.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  }
  page.on('pageerror', onError)
  page.on('dialog', onDialog)
  onTestFinished(async () => {
    page.off('pageerror', onError)
    page.off('dialog', onDialog)
    await page.goto('about:blank')
  })
  await page.goto(address)
  return { page, problems }
}
