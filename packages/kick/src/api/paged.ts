import { isApiError, paginate, type GetPage, type Paged, type WaitOptions } from '@wireloom/http-core'
import { isKickError, KickError } from '../kick-error.js'

/** A list that is read page by page, and that rejects with a KickError and with nothing else. */
export function paged<Item, Cursor = string>(
  getPage: GetPage<Item, Cursor>,
  options: WaitOptions,
): Paged<Item, Cursor> {
  const list = paginate(getPage, options)
  return {
    pages: () => renameErrors(list.pages()),
    [Symbol.asyncIterator]: () => renameErrors(list),
    toArray: (limit) => list.toArray(limit).catch(rethrow),
  }
}

async function* renameErrors<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value, undefined> {
  try {
    yield* values
  } catch (error) {
    rethrow(error)
  }
}

function rethrow(error: unknown): never {
  throw isApiError(error) && !isKickError(error) ? new KickError(error.code, error.message, error) : error
}
