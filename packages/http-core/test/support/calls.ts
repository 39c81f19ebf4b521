import { expect } from 'vitest'
import { ApiError, type Endpoint, HttpClient, type HttpClientOptions } from '../../src/index.js'
import { ManualClock } from './manual-clock.js'

export const read: Endpoint<unknown> = { method: 'GET', path: '/things', decode: (body) => body }
export const write: Endpoint<unknown> = {
  method: 'POST',
  path: '/things',
  json: { name: 'one' },
  decode: (body) => body,
}

/** A client whose waits pass at once, and are kept to be looked at. */
export function impatientClient(
  baseUrl: string,
  options: Partial<HttpClientOptions> = {},
): { readonly client: HttpClient; readonly waits: number[]; readonly clock: ManualClock } {
  const clock = new ManualClock()
  const waits: number[] = []
  const client = new HttpClient({
    baseUrl,
    clock,
    random: () => 0,
    hooks: {
      onRetry: ({ delayMs }) => {
        waits.push(delayMs)
        queueMicrotask(() => clock.advance(delayMs))
      },
    },
    ...options,
  })
  return { client, waits, clock }
}

/** What a call fails with; a call that succeeds, or fails with anything else, fails the test. */
export async function failureOf(call: PromiseLike<unknown>): Promise<ApiError> {
  const outcome: unknown = await Promise.resolve(call).then(
    (value) => ({ value }),
    (error: unknown) => error,
  )
  expect(outcome).toBeInstanceOf(ApiError)
  return outcome as ApiError
}
