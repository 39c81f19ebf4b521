import { createServer, type Server, type ServerResponse } from 'node:http'
import { checkWhole, invalid } from '../api/check.js'
import type { KickOauth } from '../auth/oauth.js'
import type { LoginRequest, PendingLogin } from '../auth/login.js'
import type { UserToken } from '../auth/token.js'
import { isKickError, KickError } from '../kick-error.js'

/** A first sign-in on the user's own machine. */
export interface LoopbackLoginOptions extends LoginRequest {
  readonly oauth: KickOauth
  /** Shows the address to the user: prints it, or opens a browser. */
  readonly show: (url: string) => unknown
  /** How long to wait for the user. Default 300,000 (5 minutes). */
  readonly timeoutMs?: number | undefined
  /** Gives up at once. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Signs a user in by way of a server on this machine, which lives until Kick has sent the user back to it.
 *
 * The redirect URI has to be `http://localhost:<port>/<path>` (or 127.0.0.1), and registered so with the app. Requests
 * that do not belong to this sign-in are answered and passed over.
 *
 * Rejects with a KickError: `invalid_argument` for a redirect URI on another machine, `network` where the port is
 * taken, `timeout`, `aborted`, and what `KickOauth.finishLogin` rejects with.
 */
export async function loginOnLoopback(options: LoopbackLoginOptions): Promise<UserToken> {
  const { oauth, show, signal, timeoutMs = 300_000, ...request } = options ?? {}
  if (typeof oauth?.beginLogin !== 'function') throw invalid('oauth', 'a KickOauth', oauth)
  if (typeof show !== 'function') throw invalid('show', 'a function that shows the address', show)
  checkWhole('timeoutMs', timeoutMs, 1, 2_147_483_647, 'milliseconds above 0')
  const login = await oauth.beginLogin(request)
  const redirect = new URL(login.redirectUri)
  if (redirect.protocol !== 'http:' || !['localhost', '127.0.0.1'].includes(redirect.hostname)) {
    throw new KickError(
      'invalid_argument',
      'redirectUri has to be an http address on localhost or 127.0.0.1.',
    )
  }
  const ending = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])])
  const server = createServer()
  try {
    await listen(server, redirect)
    const token = waitForUser(server, oauth, login, redirect, ending)
    await Promise.all([token, Promise.resolve(show(login.url))])
    return await token
  } catch (error) {
    if (isKickError(error) || !ending.aborted) throw error
    throw signal?.aborted === true
      ? new KickError('aborted', 'The sign-in was given up.', { cause: signal.reason })
      : new KickError('timeout', `Nobody signed in within ${timeoutMs} ms.`)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

function waitForUser(
  server: Server,
  oauth: KickOauth,
  login: PendingLogin,
  redirect: URL,
  signal: AbortSignal,
): Promise<UserToken> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      reject(signal.reason as Error)
    }
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })

    let finishing: Promise<UserToken> | undefined
    let unanswered = 0
    const finish = async (url: URL, response: ServerResponse): Promise<void> => {
      try {
        // A browser that asks twice gets the same answer twice: the code is good once.
        finishing ??= oauth.finishLogin(url, login, { signal })
        unanswered += 1
        const token = await finishing
        await answer(response, 200, 'You are signed in. You can close this window.')
        unanswered -= 1
        if (unanswered === 0) resolve(token)
      } catch (error) {
        await answer(response, 400, 'The sign-in failed. The program that asked for it says why.')
        reject(error)
      }
    }

    server.on('request', (request, response) => {
      const url = URL.parse(request.url ?? '/', redirect.origin)
      if (request.method !== 'GET' || url?.pathname !== redirect.pathname) {
        void answer(response, 404, 'There is nothing here.')
        return
      }
      if (url.searchParams.get('state') !== login.state) {
        void answer(response, 400, 'This belongs to another sign-in. Go back, and begin again.')
        return
      }
      void finish(url, response)
    })
  })
}

/** Settles once the answer is on its way, or its reader gone: the server may be closed after that. */
async function answer(response: ServerResponse, status: number, words: string): Promise<void> {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  await new Promise<void>((resolve) => response.once('close', resolve).end(words))
}

async function listen(server: Server, { hostname, port }: URL): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `Port ${port || '80'} of ${hostname} cannot be opened for the sign-in; another program may have it.`
      reject(new KickError('network', message, { cause }))
    })
    server.listen(Number(port || 80), hostname, resolve)
  })
}
