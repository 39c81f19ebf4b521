// A program of its own that the tests start and kill: asks the API whenever it is told to, with tokens from a file.
import { ApiError, HttpClient, type Token, TokenSession } from '@wireloom/http-core'
import { fileTokenStore } from '@wireloom/http-core/node'

const [baseUrl = '', path = ''] = process.argv.slice(2)
const tokenClient = new HttpClient({ baseUrl })
const session = new TokenSession({
  store: fileTokenStore({ path }),
  refresh: (last) => {
    if (last?.refreshToken === undefined) throw new ApiError('unauthenticated', 'nobody signed in')
    return tokenClient.call({
      method: 'POST',
      path: '/token',
      json: { refreshToken: last.refreshToken },
      secrets: [last.refreshToken],
      secretAnswer: true,
      decode: (body) => body as Token,
    })
  },
})
const client = new HttpClient({ baseUrl, token: session })

process.on('message', () => {
  client.call({ method: 'POST', path: '/work', decode: (body) => body }).then(
    () => process.send?.('done'),
    (error: unknown) => process.send?.(String(error)),
  )
})
process.send?.('ready')
