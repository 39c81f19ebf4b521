import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Sandbox } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { KickOauth } from '../src/index.js'
import { loginOnLoopback, type LoopbackLoginOptions } from '../src/node.js'
import { failureOf, freePort, openSandbox } from './support/kick.js'

async function prepare(show?: LoopbackLoginOptions['show']): Promise<{
  sandbox: Sandbox
  redirectUri: string
  pages: Promise<string>[]
  options: LoopbackLoginOptions
}> {
  const sandbox = await openSandbox()
  const { clientId, clientSecret, url: baseUrl } = sandbox.kick.oauth
  const redirectUri = `http://localhost:${await freePort()}/callback`
  const oauth = new KickOauth({ clientId, clientSecret, redirectUri, baseUrl })
  const pages: Promise<string>[] = []
  const visit = async (url: string): Promise<string> => {
    const response = await fetch(url)
    return `${response.status} ${await response.text()}`
  }
  const browse = (url: string): void => void pages.push(visit(url))
  return { sandbox, redirectUri, pages, options: { oauth, scopes: ['chat:write'], show: show ?? browse } }
}

test('a user who follows the address is signed in, and the server is gone', async () => {
  const { redirectUri, pages, options } = await prepare()
  const token = await loginOnLoopback(options)
  expect(token).toMatchObject({ kind: 'user', scopes: ['chat:write'] })
  expect(await Promise.all(pages)).toEqual(['200 You are signed in. You can close this window.'])
  await expect(fetch(redirectUri)).rejects.toThrow('fetch failed')
})

test('what does not belong to the sign-in is passed over', async () => {
  const statuses: number[] = []
  const { redirectUri, options } = await prepare()
  const token = await loginOnLoopback({
    ...options,
    show: async (url) => {
      for (const address of [
        new URL('/favicon.ico', redirectUri).href,
        `${redirectUri}?code=stolen&state=guessed`,
        `${redirectUri}?error=access_denied`,
        url,
      ]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        statuses.push((await fetch(address)).status)
      }
    },
  })
  expect(token.kind).toBe('user')
  expect(statuses).toEqual([404, 400, 400, 200])
})

test('a browser that asks twice is answered twice, and the code is exchanged once', async () => {
  const { sandbox, redirectUri, pages, options } = await prepare()
  const { clientId, clientSecret, url: baseUrl } = sandbox.kick.oauth
  // Kick takes its time, so that both are there before it answers.
  const oauth = new KickOauth({
    clientId,
    clientSecret,
    redirectUri,
    baseUrl,
    fetch: async (address, settings) => {
      await setTimeout(50)
      return fetch(address, settings)
    },
  })
  const token = await loginOnLoopback({
    ...options,
    oauth,
    show: async (url) => {
      const back = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
      for (let count = 0; count < 2; count += 1) {
        pages.push(fetch(back).then(async (response) => `${response.status} ${await response.text()}`))
      }
    },
  })
  expect(token.kind).toBe('user')
  const words = '200 You are signed in. You can close this window.'
  expect(await Promise.all(pages)).toEqual([words, words])
  expect(sandbox.kick.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(1)
})

test('a user who says no is refused', async () => {
  const { sandbox, pages, options } = await prepare()
  sandbox.kick.oauth.refuseNextLogin()
  expect(await failureOf(loginOnLoopback(options))).toMatchObject({
    code: 'refused',
    serverMessage: 'access_denied',
  })
  expect(await Promise.all(pages)).toEqual([
    '400 The sign-in failed. The program that asked for it says why.',
  ])
})

test('nobody who comes ends it at its time, an abort at once', async () => {
  const { options } = await prepare(() => undefined)
  expect(await failureOf(loginOnLoopback({ ...options, timeoutMs: 20 }))).toMatchObject({ code: 'timeout' })
  const signal = AbortSignal.abort('enough')
  expect(await failureOf(loginOnLoopback({ ...options, signal }))).toMatchObject({
    code: 'aborted',
    cause: 'enough',
  })
})

test('what cannot show the address ends it with its own error', async () => {
  const { options } = await prepare(() => Promise.reject(new RangeError('no browser')))
  await expect(loginOnLoopback(options)).rejects.toThrow('no browser')
})

test('a redirect to elsewhere and a taken port are refused', async () => {
  const { options, redirectUri } = await prepare()
  for (const elsewhere of ['https://localhost/callback', 'http://example.com/callback']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const error = await failureOf(loginOnLoopback({ ...options, redirectUri: elsewhere }))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('redirectUri') })
  }
  const other = createServer()
  onTestFinished(() => void other.close())
  await new Promise<void>((resolve) => other.listen(Number(new URL(redirectUri).port), 'localhost', resolve))
  expect(await failureOf(loginOnLoopback(options))).toMatchObject({ code: 'network' })
})
