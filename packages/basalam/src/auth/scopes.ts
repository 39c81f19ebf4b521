/** What a token may be for; a `write` includes the `read`. Services that came later may know others. */
export type Scope =
  | '*'
  | 'order-processing'
  | 'vendor.profile.read'
  | 'vendor.profile.write'
  | 'customer.profile.read'
  | 'customer.profile.write'
  | 'vendor.product.read'
  | 'vendor.product.write'
  | 'customer.order.read'
  | 'customer.order.write'
  | 'vendor.parcel.read'
  | 'vendor.parcel.write'
  | 'customer.wallet.read'
  | 'customer.wallet.write'
  | 'customer.chat.read'
  | 'customer.chat.write'
  | (string & {})
