import { startSandbox, type BasalamSandbox } from '@wireloom/sandbox'
import { expect, onTestFinished } from 'vitest'
import { Basalam, isBasalamError, type BasalamError, type BasalamOptions } from '../../src/index.js'

/** A sandbox of its own, and a client on it. */
export async function openBasalam(
  options: BasalamOptions = {},
): Promise<{ readonly sandbox: BasalamSandbox; readonly basalam: Basalam }> {
  const started = await startSandbox()
  onTestFinished(() => started.close())
  const { basalam: sandbox } = started
  const basalam = new Basalam({
    token: sandbox.personalToken.accessToken,
    baseUrl: sandbox.apiUrl,
    ...options,
  })
  return { sandbox, basalam }
}

/** What a call rejects with, which is an error of ours. */
export async function failureOf(call: PromiseLike<unknown>): Promise<BasalamError> {
  const outcome: unknown = await Promise.resolve(call).then(
    (value) => ({ value }),
    (error: unknown) => error,
  )
  expect(isBasalamError(outcome), JSON.stringify(outcome)).toBe(true)
  return outcome as BasalamError
}

type Method = (input?: unknown, options?: unknown) => PromiseLike<unknown>

/** The method that the manifest names: `products.list`. */
export function methodOf(basalam: Basalam, call: string): Method {
  const [noun = '', verb = ''] = call.split('.')
  const api = (basalam as unknown as Readonly<Record<string, Readonly<Record<string, Method>>>>)[noun]
  const method = api?.[verb]
  if (method === undefined) throw new TypeError(`There is no method ${call}.`)
  return method.bind(api)
}
