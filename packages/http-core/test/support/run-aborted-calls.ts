// A program of its own: aborts a call at each of its moments, lets go of everything, and then has to end by itself.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Endpoint, HttpClient, paginate, TokenSession } from '@wireloom/http-core'

const [baseUrl = ''] = process.argv.slice(2)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const moments = ['before', 'in-flight', 'in-backoff', 'in-refresh', 'between-pages'] as const
type Moment = (typeof moments)[number]

/** Ends with the code the call rejects with, and leaves no more than a weak mark of the call. */
async function abortAt(moment: Moment): Promise<{ readonly code: string; readonly mark: WeakRef<object> }> {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const { signal } = controller
  const endpoint: Endpoint<unknown> = { method: 'GET', path: `/${moment}`, decode: (body) => body }
  const mark = new WeakRef(endpoint)
  const session = new TokenSession({
    token: { accessToken: 'old-token' },
    refresh: (_, { signal: ending }) => {
      abort()
      // As a token endpoint that never answers: held until the session's own deadline, which this program makes short.
      return new Promise((_resolve, reject) =>
        ending.addEventListener('abort', () => reject(ending.reason as Error)),
      )
    },
    refreshTimeoutMs: 50,
  })
  const client = new HttpClient({
    baseUrl,
    ...(moment === 'in-refresh' && { token: session }),
    fetch: async (address, init) => {
      const response = await fetch(address, init)
      // The head of the answer has come, and its end never will.
      if (moment === 'in-flight') queueMicrotask(abort)
      return response
    },
    hooks: { onRetry: () => setImmediate(abort) },
  })
  if (moment === 'before') abort()
  const read = async (): Promise<void> => {
    if (moment !== 'between-pages') return void (await client.call(endpoint, { signal }))
    const pages = paginate(
      async (_, options) => ({ items: [await client.call(endpoint, options)], next: 'more' }),
      { signal },
    )
    for await (const page of pages.pages()) if (page.items.length === 1) abort()
  }
  const code = await read().then(
    () => 'no error',
    (error: { readonly code: string }) => error.code,
  )
  return { code, mark }
}

const outcomes: string[] = []
const marks: WeakRef<object>[] = []
for (const moment of moments) {
  // oxlint-disable-next-line no-await-in-loop -- one moment after the other
  const { code, mark } = await abortAt(moment)
  outcomes.push(`${moment}: ${code}`)
  marks.push(mark)
}

/** The moments whose call something still holds, once there is nothing more to be collected. */
async function findHeld(): Promise<readonly Moment[]> {
  let held: readonly Moment[] = moments
  for (let look = 0; look < 100 && held.length > 0; look += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the renewal that nobody waits for ends in a moment
    await new Promise((resolve) => setTimeout(resolve, 20))
    collect()
    held = moments.filter((_, index) => marks[index]?.deref() !== undefined)
  }
  return held
}

const held = await findHeld()
process.stdout.write(JSON.stringify({ outcomes, held }))
