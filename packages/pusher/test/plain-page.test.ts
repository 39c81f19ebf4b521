import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startSandbox } from '@wireloom/sandbox'
import { chromium } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const built = new URL('../dist/', import.meta.url)

/** A plain web server with one page on it, and the built files as they are. */
async function servePage(script: string): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html')
      response.end(`<!doctype html><link rel="icon" href="data:,"><script type="module">${script}</script>`)
      return
    }
    response.setHeader('content-type', 'text/javascript')
    readFile(new URL(`.${request.url}`, built)).then(
      (file) => response.end(file),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test.skipIf(!existsSync(executablePath))(
  'a page without a bundler imports the built file and hears the server',
  { timeout: 30_000 },
  async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { key, port } = sandbox.pusher
    const url = await servePage(`
    import { Pusher } from '/index.js'
    const pusher = new Pusher({ key: ${JSON.stringify(key)}, host: '127.0.0.1', port: ${port}, tls: false })
    const room = pusher.subscribe('room')
    room.on('message', (data) => { document.title = data })
    pusher.connect()
    await room.subscribed()
    document.title = 'subscribed'
  `)
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
    await expect.poll(() => page.title()).toBe('subscribed')
    sandbox.pusher.publish({ channel: 'room', event: 'message', data: 'heard' })
    await expect.poll(() => page.title()).toBe('heard')
    expect(problems).toEqual([])
  },
)
