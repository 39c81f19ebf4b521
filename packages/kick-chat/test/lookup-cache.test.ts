import { describe, expect, test } from 'vitest'
import {
  cacheLookup,
  toChatroomId,
  type ChatroomInfo,
  type ChatroomLookup,
  type LookupCacheOptions,
} from '../src/index.js'

interface Ask {
  readonly slug: string
  readonly signal: AbortSignal | undefined
  answer(chatroomId: number): void
  fail(error: Error): void
}

function cached(options: LookupCacheOptions = {}): { lookup: ChatroomLookup; asks: Ask[] } {
  const asks: Ask[] = []
  const lookup = cacheLookup(
    (slug, { signal }) =>
      new Promise<ChatroomInfo>((resolve, reject) => {
        asks.push({
          slug,
          signal,
          answer: (chatroomId) => resolve({ chatroomId: toChatroomId(chatroomId), slug }),
          fail: reject,
        })
      }),
    options,
  )
  return { lookup, asks }
}

describe('a cached lookup', () => {
  test('asks once for all who come before the answer', async () => {
    const { lookup, asks } = cached()
    const answers = [lookup('ann', {}), lookup('ann', {}), lookup('bob', {})]
    asks[0]?.answer(1)
    asks[1]?.answer(2)
    expect((await Promise.all(answers)).map(({ chatroomId }) => chatroomId)).toEqual([1, 1, 2])
    expect(asks.map(({ slug }) => slug)).toEqual(['ann', 'bob'])
  })

  test('fails all who wait together, and asks anew for the next', async () => {
    const { lookup, asks } = cached()
    const failing = Promise.allSettled([lookup('ann', {}), lookup('ann', {})])
    asks[0]?.fail(new TypeError('down'))
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const next = lookup('ann', {})
    asks[1]?.answer(1)
    expect(await next).toMatchObject({ chatroomId: 1 })
  })

  test('goes on for the others when one gives up', async () => {
    const { lookup, asks } = cached()
    const controller = new AbortController()
    const quitter = lookup('ann', { signal: controller.signal })
    const stayer = lookup('ann', {})
    controller.abort('enough')
    await expect(quitter).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
    expect(asks[0]?.signal?.aborted).toBe(false)
    asks[0]?.answer(1)
    expect(await stayer).toMatchObject({ chatroomId: 1 })
  })

  test('ends the question when all have given up, and begins anew for the next', async () => {
    const { lookup, asks } = cached()
    const controllers = [new AbortController(), new AbortController()]
    const quitters = Promise.allSettled(controllers.map(({ signal }) => lookup('ann', { signal })))
    for (const controller of controllers) controller.abort()
    await quitters
    expect(asks[0]?.signal?.aborted).toBe(true)
    const next = lookup('ann', {})
    asks[1]?.answer(7)
    expect(await next).toMatchObject({ chatroomId: 7 })
  })

  test('asks nothing for a caller that is aborted already', async () => {
    const { lookup, asks } = cached()
    await expect(lookup('ann', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
    expect(asks).toEqual([])
  })

  test('forgets after its lifetime', async () => {
    let nowMs = 0
    const { lookup, asks } = cached({ lifetimeMs: 1_000, clock: { now: () => nowMs } })
    const first = lookup('ann', {})
    asks[0]?.answer(1)
    await first
    nowMs = 999
    await lookup('ann', {})
    expect(asks).toHaveLength(1)
    nowMs = 1_000
    void lookup('ann', {})
    expect(asks).toHaveLength(2)
  })

  test('keeps at most its limit, and what was asked for lately', async () => {
    const { lookup, asks } = cached({ limit: 2 })
    const know = async (slug: string): Promise<void> => {
      const answer = lookup(slug, {})
      asks.findLast((ask) => ask.slug === slug)?.answer(1)
      await answer
    }
    await know('a')
    await know('b')
    await lookup('a', {})
    await know('c')
    await lookup('a', {})
    expect(asks.map(({ slug }) => slug)).toEqual(['a', 'b', 'c'])
    void lookup('b', {})
    expect(asks).toHaveLength(4)
  })
})

describe('a cache that cannot be', () => {
  const lookup: ChatroomLookup = async () => ({ chatroomId: toChatroomId(1) })

  test.each([
    ['limit', NaN],
    ['limit', -1],
    ['limit', 1.5],
    ['limit', '5'],
    ['lifetimeMs', NaN],
    ['lifetimeMs', -1],
    ['lifetimeMs', '5'],
    ['clock', {}],
    ['clock', null],
  ])('with a %s of %j is refused by name', (name, value) => {
    expect(() => cacheLookup(lookup, { [name]: value })).toThrow(
      expect.objectContaining({
        name: 'KickError',
        code: 'invalid_options',
        message: expect.stringContaining(name) as string,
      }),
    )
  })

  test('without a lookup, or with options that are none, is refused', () => {
    const refusal = expect.objectContaining({ name: 'KickError', code: 'invalid_options' }) as Error
    expect(() => cacheLookup(undefined as never)).toThrow(refusal)
    expect(() => cacheLookup(lookup, null as never)).toThrow(refusal)
  })
})
