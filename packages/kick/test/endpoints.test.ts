import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kick, kickEventNames } from '../src/index.js'
import { openSandbox } from './support/kick.js'
import { methodCases } from './support/endpoints.js'

/** Every endpoint and event of Kick, by its documentation and by what its clients agree on. */
const facts = JSON.parse(readFileSync(new URL('../facts.json', import.meta.url), 'utf8')) as Readonly<
  Record<'apiEndpoints' | 'webhookEvents', readonly string[]>
>

const accessTokens = [
  { token: 'user-token' },
  { token: 'app-token', kind: 'app', username: '', scopes: [] },
] as const

describe('every endpoint', () => {
  test('has a method', () => {
    expect(new Set(methodCases.map(({ endpoint }) => endpoint))).toEqual(new Set(facts.apiEndpoints))
  })

  test('every method of the client is in the table', () => {
    const kick = new Kick({ token: 'a-token' })
    const methods = [
      ...Object.entries(kick),
      ['rewards.redemptions', kick.rewards.redemptions] as const,
    ].flatMap(([name, resource]) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(resource) as object)
        .filter((method) => method !== 'constructor')
        .map((method) => `${name}.${method}`),
    )
    expect(methodCases.map(({ method }) => method).toSorted()).toEqual(methods.toSorted())
  })

  test.for(methodCases.map((entry) => [entry.method, entry] as const))(
    '%s asks the endpoint it is said to, with the token it is said to take',
    async ([, { endpoint, token, call }]) => {
      const sandbox = await openSandbox({ accessTokens })
      const asked: string[] = []
      const kick = new Kick({
        token: token === 'app' ? 'app-token' : 'user-token',
        baseUrl: sandbox.kick.apiUrl,
        hooks: { onRequest: ({ method, path }) => asked.push(`${method} ${path}`) },
      })
      await call(kick, sandbox)
      expect(asked.at(-1)).toBe(endpoint)
      expect(sandbox.kick.requests.at(-1)?.hasToken).toBe(token !== 'none')
    },
  )

  test('the documentation has a row for each method, as the table has it', () => {
    const page = readFileSync(new URL('../ENDPOINTS.md', import.meta.url), 'utf8')
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('| `kick.'))
      .map((line) => line.split('|').map((cell) => cell.trim()))
    expect(rows.map(([, method, endpoint, token, scopes]) => [method, endpoint, token, scopes])).toEqual(
      methodCases.map(({ method, endpoint, token, scopes }) => [
        `\`kick.${method}\``,
        `\`${endpoint}\``,
        token,
        scopes,
      ]),
    )
  })
})

test('every event that can be subscribed to is known by its name', () => {
  expect(kickEventNames).toEqual(facts.webhookEvents)
})
