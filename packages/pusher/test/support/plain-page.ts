import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const built = new URL('../../dist/', import.meta.url)

/** Whether there is a browser to open pages in. */
export const canBrowse: boolean = existsSync(executablePath)

/** A page, and what went wrong on it. */
export interface PlainPage {
  readonly page: Page
  readonly problems: readonly string[]
}

/**
 * Opens a page that knows of no bundler: a script of its own, and the built files as they are.
 *
 * @param files what else it may load, by path
 */
export async function openPage(
  script: string,
  files: Readonly<Record<string, URL>> = {},
): Promise<PlainPage> {
  const url = await servePage(script, files)
  const browser = await chromium.launch({
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
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('requestfailed', (request) => problems.push(request.url()))
  await page.goto(url)
  return { page, problems }
}

async function servePage(script: string, files: Readonly<Record<string, URL>>): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    if (url === '/') {
      response.setHeader('content-type', 'text/html')
      response.end(`<!doctype html><link rel="icon" href="data:,"><script type="module">${script}</script>`)
      return
    }
    response.setHeader('content-type', 'text/javascript')
    readFile(files[url] ?? new URL(`.${url}`, built)).then(
      (file) => response.end(file),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
