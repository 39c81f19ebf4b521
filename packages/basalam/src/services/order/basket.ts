/**
 * A basket, as the official SDKs read it: no document describes it. Every member may be missing or null, and others
 * may be there.
 */
export interface Basket {
  readonly id?: number | null | undefined
  readonly itemCount?: number | null | undefined
  readonly deliveryMethod?: string | null | undefined
  readonly showRecipientMobile?: boolean | null | undefined
  readonly costs?: BasketCosts | null | undefined
  readonly coupon?: unknown
  readonly optionCode?: string | null | undefined
  readonly address?: BasketAddress | null | undefined
  readonly origins?: readonly BasketOrigin[] | null | undefined
  readonly vendors?: readonly BasketVendor[] | null | undefined
  readonly errors?: readonly string[] | null | undefined
  readonly errorCount?: number | null | undefined
}

/** What a basket costs. Nobody names the unit. */
export interface BasketCosts {
  readonly delivery?: BasketCost | null | undefined
  readonly products?: BasketCost | null | undefined
  readonly total?: BasketTotal | null | undefined
}

export interface BasketCost {
  readonly base?: number | null | undefined
  readonly discount?: number | null | undefined
  readonly grand?: number | null | undefined
}

export interface BasketTotal extends BasketCost {
  readonly credit?: number | null | undefined
  readonly bnpl?: number | null | undefined
  readonly installment?: number | null | undefined
  readonly payLines?: number | null | undefined
}

export interface BasketAddress {
  readonly id?: number | null | undefined
  readonly name?: string | null | undefined
  readonly mobile?: string | null | undefined
  readonly tel?: string | null | undefined
  readonly address?: string | null | undefined
  readonly postalCode?: string | null | undefined
  readonly isDefault?: boolean | null | undefined
  readonly city?: BasketCity | null | undefined
  readonly latitude?: number | null | undefined
  readonly longitude?: number | null | undefined
  readonly houseNumber?: string | null | undefined
  readonly houseUnit?: string | null | undefined
}

export interface BasketCity {
  readonly id?: number | null | undefined
  readonly title?: string | null | undefined
  readonly parent?: BasketCity | null | undefined
}

/** Where a part of the basket is sent from. */
export interface BasketOrigin {
  readonly id?: number | null | undefined
  readonly title?: string | null | undefined
  readonly type?: string | null | undefined
  readonly city?: BasketCity | null | undefined
  readonly isWarehouse?: boolean | null | undefined
  readonly vendorIdentifiers?: readonly number[] | null | undefined
  readonly deliveryCosts?: BasketCost | null | undefined
  readonly parcel?: unknown
}

/** What is bought of one vendor. */
export interface BasketVendor {
  readonly id?: number | null | undefined
  readonly identifier?: string | null | undefined
  readonly title?: string | null | undefined
  readonly totalProductAmount?: number | null | undefined
  readonly freeShippingAmount?: number | null | undefined
  readonly freeShippingType?: string | null | undefined
  readonly items?: readonly BasketItem[] | null | undefined
  readonly city?: BasketCity | null | undefined
  readonly preparationDays?: number | null | undefined
  readonly deliveryDays?: number | null | undefined
  readonly arrivalDays?: number | null | undefined
  readonly deliveryCosts?: BasketCost | null | undefined
}

export interface BasketItem {
  readonly id?: number | null | undefined
  readonly parcelId?: number | null | undefined
  readonly title?: string | null | undefined
  readonly quantity?: number | null | undefined
  readonly price?: number | null | undefined
  readonly primaryPrice?: number | null | undefined
  readonly payableAmount?: number | null | undefined
  readonly deliveryCost?: number | null | undefined
  readonly totalDiscount?: number | null | undefined
  readonly product?:
    | { readonly id?: number | null; readonly title?: string | null; readonly stock?: number | null }
    | null
    | undefined
  readonly variation?: unknown
  readonly errors?: readonly string[] | null | undefined
}
