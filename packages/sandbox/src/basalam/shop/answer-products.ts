import type { ApiAnswer, ApiCall } from '../answer-api.js'
import { toTime } from '../chat/chat-wire.js'
import { numberedPage } from '../paging.js'
import type { KeptProduct, ProductBook } from './product-book.js'

type Members = Readonly<Record<string, unknown>>

/** Products: what was made can be read again; of those that nobody made, something is made up. */
export function answerProducts(call: ApiCall, book: ProductBook): ApiAnswer | undefined {
  const { operation, parameters, body } = call
  const given = (body ?? {}) as Members
  const product = book.find(Number(parameters['product_id']))
  switch (`${operation.method} ${operation.path}`) {
    case 'POST /v1/vendors/{vendor_id}/products':
      return { status: 201, facts: factsOf(book.add(Number(parameters['vendor_id']), given)) }
    case 'GET /v1/products/{product_id}':
      return product && { facts: factsOf(product) }
    case 'PATCH /v1/products/{product_id}':
      if (product === undefined) return undefined
      book.change(product, given)
      return { facts: factsOf(product) }
    case 'PATCH /v1/vendors/{vendor_id}/products/batch-updates':
      return updateMany((given['data'] ?? []) as readonly Members[], book)
    case 'GET /v1/vendors/{vendor_id}/products': {
      const title = parameters['title']
      return list(book, parameters, (one) => {
        return (
          one.vendorId === Number(parameters['vendor_id']) &&
          (typeof title !== 'string' || String(one.given['name']).includes(title))
        )
      })
    }
    case 'GET /v1/products':
      return list(book, parameters, (one) => {
        const { ids, vendor_ids: vendors } = parameters
        return (
          (!Array.isArray(ids) || ids.map(Number).includes(one.id)) &&
          (!Array.isArray(vendors) || vendors.map(Number).includes(one.vendorId))
        )
      })
    default:
      return undefined
  }
}

function list(
  book: ProductBook,
  query: Members,
  isWanted: (product: KeptProduct) => boolean,
): ApiAnswer | undefined {
  const found = book.products.filter(isWanted).toReversed()
  return found.length === 0 ? undefined : { facts: numberedPage(found.map(factsOf), query) }
}

function updateMany(changes: readonly Members[], book: ProductBook): ApiAnswer | undefined {
  const known = changes.flatMap((change) => {
    const product = book.find(Number(change['id']))
    return product === undefined ? [] : [{ product, change }]
  })
  if (known.length === 0) return undefined
  return {
    facts: known.map(({ product, change: { id: _id, ...change } }) => {
      book.change(product, change)
      return { id: product.id, is_product_for_revision: false, has_error: false, error_message: null }
    }),
  }
}

/** What is known of a product by all the names that answers have for it. */
function factsOf({ id, vendorId, createdAtMs, updatedAtMs, given }: KeptProduct): Members {
  const known: Members = {
    title: given['name'],
    summary: given['brief'],
    description: given['description'],
    price: given['primary_price'],
    primary_price: given['primary_price'],
    inventory: given['stock'],
    preparation_day: given['preparation_days'],
    net_weight: typeof given['weight'] === 'number' ? Math.round(given['weight']) : undefined,
    net_weight_decimal: given['weight'],
    packaged_weight: given['package_weight'],
    unit_quantity: given['unit_quantity'],
    sku: given['sku'],
    barcode: given['barcode'],
    is_wholesale: given['is_wholesale'],
    status: typeof given['status'] === 'number' ? { value: given['status'] } : undefined,
    category: typeof given['category_id'] === 'number' ? { id: given['category_id'] } : undefined,
  }
  const said = Object.entries(known).filter(([, value]) => value !== undefined && value !== null)
  return {
    ...Object.fromEntries(said),
    id,
    vendor: { id: vendorId },
    created_at: toTime(createdAtMs),
    updated_at: toTime(updatedAtMs),
  }
}
