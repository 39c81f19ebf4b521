import { paginate, type Answered, type Call, type Page, type Paged } from '@wireloom/http-core'
import { BasalamError, invalidArgument } from './basalam-error.js'

/** One page of a list. */
export interface ListPage<Item, Input = object> extends Page<Item, Partial<Input>> {
  readonly items: readonly Item[]
  /** What the same call has to be given beside the rest to get the next page; left out at the last one. */
  readonly next?: Partial<Input> | undefined
  /** Items that could not be read, as they came; left out where there are none. `for await` passes over them. */
  readonly unreadable?: readonly unknown[] | undefined
  /** How many items there are on all pages, where the server says. */
  readonly totalCount?: number | undefined
}

/**
 * A list under way. Awaited, it is its first page; with `for await` it is every item of every page, asked for as they
 * are read.
 *
 * @example
 * ```ts
 * const { items, next } = await basalam.products.listByVendor({ vendorId })
 * for await (const product of basalam.products.listByVendor({ vendorId })) console.log(product.title)
 * const some = await basalam.products.listByVendor({ vendorId }).toArray({ limit: 500 })
 * ```
 */
export class ListCall<Item, Input> implements Promise<ListPage<Item, Input>>, Paged<Item, Partial<Input>> {
  readonly [Symbol.toStringTag] = 'ListCall'
  readonly #first: Call<ListPage<Item, Input>>
  readonly #paged: Paged<Item, Partial<Input>>
  readonly #hasIds: boolean

  constructor(
    ask: (more: Partial<Input>) => Call<ListPage<Item, Input>>,
    { signal, hasIds = false }: ListOptions = {},
  ) {
    this.#first = ask({})
    this.#hasIds = hasIds
    // The first reading takes the page that is on its way; any other begins anew.
    let waiting: Call<ListPage<Item, Input>> | undefined = this.#first
    this.#paged = paginate(
      (more) => {
        const call = more === undefined && waiting !== undefined ? waiting : ask(more ?? {})
        waiting = undefined
        return call
      },
      { signal, errorClass: BasalamError },
    )
  }

  /** The first page together with the raw body and the response. */
  withResponse(): Promise<Answered<ListPage<Item, Input>>> {
    return this.#first.withResponse()
  }

  /** Whole pages instead of single items. */
  async *pages(): AsyncGenerator<ListPage<Item, Input>, undefined> {
    const seen = new Set<unknown>()
    // Pages are passed on as they were got.
    for await (const page of this.#paged.pages() as AsyncIterable<ListPage<Item, Input>>) {
      const items = this.#hasIds ? page.items.filter((item) => isNew(item, seen)) : page.items
      // Where the server's mark of a page includes it, the last page would come again for ever.
      if (items.length === 0 && page.items.length > 0) return
      yield { ...page, items }
    }
  }

  /** The items in an array, at most `limit`; `Infinity` for all. Rejects with `invalid_argument` without one. */
  async toArray({ limit }: { readonly limit: number }): Promise<Item[]> {
    if (typeof limit !== 'number' || !(limit >= 0)) {
      throw invalidArgument('toArray needs a limit from 0 up: toArray({ limit: 1000 }).')
    }
    const items: Item[] = []
    if (limit === 0) return items
    for await (const item of this) {
      items.push(item)
      if (items.length >= limit) break
    }
    return items
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, undefined> {
    for await (const page of this.pages()) yield* page.items
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a list is a promise of its first page
  then<Result = ListPage<Item, Input>, Failure = never>(
    onValue?: ((value: ListPage<Item, Input>) => Result | PromiseLike<Result>) | null,
    onError?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#first.then(onValue, onError)
  }

  catch<Failure = never>(
    onError?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<ListPage<Item, Input> | Failure> {
    return this.#first.catch(onError)
  }

  finally(onEnd?: (() => void) | null): Promise<ListPage<Item, Input>> {
    return this.#first.finally(onEnd)
  }
}

interface ListOptions {
  readonly signal?: AbortSignal | undefined
  /** Whether items are known by their `id`, so that one that comes again on a later page is left out. */
  readonly hasIds?: boolean | undefined
}

function isNew(item: unknown, seen: Set<unknown>): boolean {
  const { id } = item as { readonly id?: unknown }
  if (id === undefined) return true
  const { size } = seen
  return seen.add(id).size > size
}
