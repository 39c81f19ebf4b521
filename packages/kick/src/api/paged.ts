import { paginate, type GetPage, type Paged, type WaitOptions } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'

/** A list that is read page by page, and that rejects with a KickError and with nothing else. */
export function paged<Item, Cursor = string>(
  getPage: GetPage<Item, Cursor>,
  options: WaitOptions,
): Paged<Item, Cursor> {
  return paginate(getPage, { ...options, errorClass: KickError })
}
