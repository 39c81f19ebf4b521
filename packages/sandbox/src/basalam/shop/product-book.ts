type Members = Readonly<Record<string, unknown>>

/** A product as it is kept: what was last said of it, as the server spells it. */
export interface KeptProduct {
  readonly id: number
  readonly vendorId: number
  readonly createdAtMs: number
  updatedAtMs: number
  given: Members
}

/** Products that were made here, oldest first. */
export interface ProductBook {
  readonly products: readonly KeptProduct[]
  find(id: number): KeptProduct | undefined
  add(vendorId: number, given: Members): KeptProduct
  change(product: KeptProduct, given: Members): void
}

export function createProductBook(now: () => number, onChange: (product: KeptProduct) => void): ProductBook {
  let products: readonly KeptProduct[] = []
  let nextId = 2_001

  return {
    get products() {
      return products
    },
    find: (id) => products.find((product) => product.id === id),
    add(vendorId, given) {
      const at = now()
      const product: KeptProduct = { id: nextId, vendorId, createdAtMs: at, updatedAtMs: at, given }
      nextId += 1
      products = [...products, product]
      onChange(product)
      return product
    },
    change(product, given) {
      product.given = { ...product.given, ...given }
      product.updatedAtMs = now()
      onChange(product)
    },
  }
}
