import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { drawEmote } from './draw-emote.ts'

/** The page on loopback. */
export interface ServedPage extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  close(): Promise<void>
}

const built = new URL('../../dist/', import.meta.url)

const files: ReadonlyMap<string, readonly [file: string, type: string]> = new Map([
  ['/', ['index.html', 'text/html; charset=utf-8']],
  ['/style.css', ['style.css', 'text/css; charset=utf-8']],
  ['/overlay.js', ['overlay.js', 'text/javascript; charset=utf-8']],
])

/** Serves the built page on 127.0.0.1, and at `/emotes/<id>.svg` stand-ins for emotes. Rejects for a port that is taken. */
export async function servePage(port: number): Promise<ServedPage> {
  const server = createServer((request, response) => {
    const path = URL.parse(request.url ?? '/', 'http://page')?.pathname ?? ''
    const [, emote] = /^\/emotes\/([\w-]{1,64})\.svg$/u.exec(path) ?? []
    const [file, type] = files.get(path) ?? []
    response.setHeader('x-content-type-options', 'nosniff')
    if (emote !== undefined) response.setHeader('content-type', 'image/svg+xml').end(drawEmote(emote))
    else if (file === undefined) response.writeHead(404).end()
    else {
      readFile(new URL(file, built)).then(
        (bytes) => response.setHeader('content-type', type ?? '').end(bytes),
        () => response.writeHead(500).end('The page is not built: pnpm build.'),
      )
    }
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close,
    [Symbol.asyncDispose]: close,
  }
}
