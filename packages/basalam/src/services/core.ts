import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { BankAccountsApi } from './core/bank-accounts.js'
import { BatchJobsApi } from './core/batch-jobs.js'
import { CategoriesApi } from './core/categories.js'
import { DiscountsApi } from './core/discounts.js'
import { ProductsApi } from './core/products.js'
import { ShelvesApi } from './core/shelves.js'
import { UsersApi } from './core/users.js'
import { VendorsApi } from './core/vendors.js'

export type { BankAccountsApi } from './core/bank-accounts.js'
export type { BatchJobsApi } from './core/batch-jobs.js'
export type { CategoriesApi } from './core/categories.js'
export type { DiscountsApi } from './core/discounts.js'
export type { ProductsApi } from './core/products.js'
export type { ShelvesApi } from './core/shelves.js'
export type { UsersApi } from './core/users.js'
export type { VendorsApi } from './core/vendors.js'
export type {
  AttributeGroup,
  AttributeValue,
  BankAccountsCreateInput,
  BankAccountsDeleteInput,
  BankAccountsListInput,
  BankAccountsUpdateInput,
  BankAccountsVerifyInput,
  BankAccountsVerifyOtpInput,
  BaseVendorLegalDataInput,
  BatchJob,
  BatchJobCount,
  BatchJobsCountInput,
  BatchJobsCreateInput,
  BatchJobsListFailedItemsInput,
  BatchJobsListInput,
  CategoriesGetInput,
  CategoriesListAttributesInput,
  Category,
  CategoryLink,
  CategoryTree,
  City,
  Confirmation,
  DiscountProductFilter,
  DiscountsCreateInput,
  DiscountsDeleteInput,
  FailedProduct,
  FreeAttribute,
  FreeAttributeInput,
  FreeShipping,
  GeoLocation,
  GeoLocationInput,
  ListedProduct,
  NamedValue,
  Navigation,
  Photo,
  PriceChange,
  Product,
  ProductAction,
  ProductActionField,
  ProductActionType,
  ProductAttribute,
  ProductAttributeInput,
  ProductChange,
  ProductDimensions,
  ProductDimensionsInput,
  ProductEntity,
  ProductFilter,
  ProductRevisionStatus,
  ProductStatus,
  ProductUpdateResult,
  ProductVendor,
  ProductsCreateInput,
  ProductsCreateReminderInput,
  ProductsDeleteReminderInput,
  ProductsGetInput,
  ProductsGetPriceHistoryInput,
  ProductsListByVendorInput,
  ProductsListInput,
  ProductsListShelvesInput,
  ProductsUpdateInput,
  ProductsUpdateManyInput,
  ProductsUpdateVariationInput,
  PublicListedProduct,
  PublicUser,
  PublicVendor,
  Range,
  Revision,
  RevisionData,
  RevisionIllegalPhoto,
  RevisionMetadata,
  Shelf,
  ShelvesCreateInput,
  ShelvesDeleteInput,
  ShelvesDeleteProductInput,
  ShelvesListProductsInput,
  ShelvesUpdateInput,
  ShelvesUpdateProductsInput,
  ShippingData,
  ShippingDataInput,
  StartedBatchJob,
  UnitType,
  User,
  UserVendor,
  UsersConfirmMobileChangeInput,
  UsersConfirmMobileVerificationInput,
  UsersGetMeInput,
  UsersRequestMobileChangeInput,
  UsersRequestMobileVerificationInput,
  UsersRequestVerificationInput,
  Variant,
  VariantChange,
  VariantChoice,
  VariantInput,
  VariantProperty,
  VariantPropertyInput,
  VariantValue,
  Vendor,
  VendorLegalDataInput,
  VendorProduct,
  VendorSetting,
  VendorStatus,
  VendorsConfirmMobileChangeInput,
  VendorsCreateInput,
  VendorsGetInput,
  VendorsRequestMobileChangeInput,
  VendorsUpdateInput,
  VendorsUpdateStatusInput,
  Video,
} from '../generated/core.js'

/** The core service alone, for programs that need no other. */
export class CoreClient {
  readonly users: UsersApi
  readonly products: ProductsApi
  readonly batchJobs: BatchJobsApi
  readonly vendors: VendorsApi
  readonly discounts: DiscountsApi
  readonly bankAccounts: BankAccountsApi
  readonly categories: CategoriesApi
  readonly shelves: ShelvesApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('core', options)
    this.users = new UsersApi(client)
    this.products = new ProductsApi(client)
    this.batchJobs = new BatchJobsApi(client)
    this.vendors = new VendorsApi(client)
    this.discounts = new DiscountsApi(client)
    this.bankAccounts = new BankAccountsApi(client)
    this.categories = new CategoriesApi(client)
    this.shelves = new ShelvesApi(client)
  }
}
