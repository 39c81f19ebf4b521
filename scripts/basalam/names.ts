import type { Service } from './document.ts'

/**
 * What our types are called where the schema's own name says it badly. The others lose the ends that say nothing:
 * `PlanResource` is `Plan`.
 */
const names: Partial<Record<Service, Readonly<Record<string, string>>>> = {
  apps: {
    DeveloperEmbedResource: 'Developer',
    EnumObjectResource: 'NamedSlug',
    StatusObjectResource: 'NamedStatus',
    TransactionMethodDataResource: 'TransactionMethod',
    TransactionPublicResource: 'PublicTransaction',
  },
  chat: {
    AttachmentFileModel: 'AttachmentFile',
    BaseMessageResourceV3: 'RepliedMessage',
    BotApiResponse: 'BotAnswer',
    BotMetadata: 'ChatBot',
    ChannelMetadataV3: 'ChatChannel',
    GroupMetadataV3: 'ChatGroup',
    MessageRequestModelV3: 'MessageContentInput',
    MessageV3: 'MessageContent',
    UserDataResponseModel: 'ChatUser',
    VendorCacheData: 'ChatVendor',
  },
  core: {
    AttributeResponse: 'ProductAttribute',
    BaseVendorLegalDataSchema: 'BaseVendorLegalDataInput',
    BatchResponse: 'ProductUpdateResult',
    BulkActionCount: 'BatchJobCount',
    BulkUpdateListItemResponse: 'BatchJob',
    BulkUpdateProductsResponse: 'FailedProduct',
    CategoryLV12Response: 'CategoryTree',
    CategoryListResponse: 'CategoryLink',
    CreateBulkUpdateResponse: 'StartedBatchJob',
    EnumResponse: 'NamedValue',
    MinimalProductSchema: 'ProductChange',
    MinimalProductVariants: 'VariantChange',
    NewAttributeResponse: 'FreeAttribute',
    NewProductAttributes: 'FreeAttributeInput',
    OkResponse: 'Confirmation',
    PrivateProductListItemResponse: 'ListedProduct',
    PrivateUserResponse: 'User',
    PrivateVendorResponse: 'Vendor',
    ProductAttributes: 'ProductAttributeInput',
    ProductBulkActionSchema: 'ProductAction',
    ProductBulkActionTypeEnum: 'ProductActionType',
    ProductBulkFieldInputEnum: 'ProductActionField',
    ProductDimensionResponse: 'ProductDimensions',
    ProductDimensionsSchema: 'ProductDimensionsInput',
    ProductPriceHistoryItemResponse: 'PriceChange',
    ProductRevisionInputEnums: 'ProductRevisionStatus',
    ProductShelveResponse: 'Shelf',
    ProductShippingData: 'ShippingDataInput',
    ProductStatusInputEnums: 'ProductStatus',
    ProductVariants: 'VariantInput',
    PropertyVariant: 'VariantPropertyInput',
    PublicProductListItemResponse: 'PublicListedProduct',
    PublicVendorResponseV4: 'ProductVendor',
    RangeInput: 'Range',
    ReadProductResponse: 'Product',
    UpdateVendorStatusResponse: 'VendorStatus',
    VariantPropertiesResponse: 'VariantChoice',
    VendorGeoLocationResponse: 'GeoLocation',
    VendorGeoLocationSchema: 'GeoLocationInput',
    VendorLegalDataSchema: 'VendorLegalDataInput',
    VendorOfUserResponse: 'UserVendor',
  },
  order: { Order: 'SortDirection' },
  'order-processing': {
    Action: 'HintAction',
    EnumerationResponse: 'NamedValue',
    FileResponse: 'Picture',
    HintBarVariantEnums: 'HintVariant',
    ItemOfParcelSummeryResponse: 'ItemOfParcelSummary',
    ItemResponse: 'OrderItem',
    ItemStatusResponse: 'OrderItemStatus',
    ItemSummaryResponse: 'OrderItemSummary',
    Method: 'NamedMethod',
    OrderAmountFetcherResponse: 'OrderAmounts',
    OrderCalculateStatsByRef: 'OrderStats',
    OrderOfItemSummeryRepose: 'OrderOfItem',
    OrderOfParcelSummeryRepose: 'OrderOfParcel',
    Properties: 'VariationProperties',
    Property: 'VariationProperty',
    PublicResponse: 'ParcelConfirmation',
    RecipientOrderResponse: 'Recipient',
    ResourceStats: 'OrderStatistic',
    Text: 'HintText',
    Value: 'VariationValue',
    VendorResponseSla: 'VendorServiceLevel',
  },
  search: { FiltersModel: 'ProductSearchFilters' },
  shipping: {
    BatchUpdateProfileProductsFreeShippingRulesResponse: 'UpdatedFreeShippingRules',
    CreateProfileProductResponse: 'AssignedProducts',
    DeliveryEstimatesResponse: 'DeliveryEstimate',
    GetProfileProductFreeShippingRulesResponse: 'FreeShippingRules',
    HintVariantsEnum: 'HintVariant',
    NestedLocationResponse: 'ShippingLocation',
    OkResponse: 'Confirmation',
    ProductProfileResponse: 'ProfileOfProduct',
    ProductResponse: 'ProfileProduct',
    ProductsResponse: 'ShippedProduct',
    ProfileResponse: 'ShippingProfile',
    ProfileStrategyResponse: 'ShippingStrategy',
    PublicProductZonesResponse: 'ProductShippingInfo',
    ShippingZone: 'PublicZone',
    ShippingZoneWithThreshold: 'PublicFreeZone',
    ZoneCarrierResponse: 'ListedCarrierRate',
    ZoneCarriersResponse: 'CarrierRate',
    ZoneListResponse: 'ListedZone',
    ZoneResponse: 'Zone',
    ZonesLocation: 'ZoneLocation',
    ZonesOwnRatesResponse: 'OwnRate',
  },
  story: { MetadataLink: 'ReelLink', MetadataLinkVersion3: 'StoryLink' },
  upload: { FileResponse: 'UploadedFile', UserUploadFileTypeEnum: 'FileType' },
  wallet: {
    CreditItemResponse: 'CreditItem',
    HistoryItemResponse: 'Transaction',
    HistorySpendItemResponse: 'TransactionExpenseItem',
    HistorySpendResponse: 'TransactionExpense',
    NewHistoryCreditResponse: 'TransactionCredit',
    SpendItemResponse: 'ExpenseItem',
    SpendResponse: 'Expense',
  },
  webhook: {
    ClientResource: 'WebhookCustomer',
    DeleteWebhookResponse: 'DeletedWebhook',
    EventResource: 'WebhookEvent',
    ServiceResource: 'WebhookService',
    UnRegisterClientResponse: 'UnregisteredWebhook',
    WebhookRegisteredOnResource: 'RegisteredWebhook',
  },
}

/** What our type for a schema is called. */
export function typeNameOf(service: Service, schema: string): string {
  return (
    names[service]?.[schema] ?? schema.replace(/(Response|Resource|Schema|Model|Request|Enums?|V\d|2)+$/, '')
  )
}

/** `products.listByVendor` to `ProductsListByVendorInput`. */
export function inputNameOf(call: string): string {
  const [noun = '', verb = ''] = call.split('.')
  return `${capitalize(noun)}${capitalize(verb)}Input`
}

function capitalize(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}

/** Members that hold one comma-separated text on the wire, and a list with us. */
export function isCommaList(service: Service, parameter: string): boolean {
  if (service === 'webhook') return parameter === 'event_ids'
  return service === 'order-processing' && /(^|[._])(ids|statuses)$/.test(parameter)
}

/** Headers that callers may set, by the name that we give them. */
export const headerNames: Readonly<Record<string, string>> = {
  'x-gateway-secret': 'gatewaySecret',
  'x-operator-id': 'operatorId',
  'with-out-vendor': 'withoutVendor',
  prefer: 'prefer',
}

/** The unit of an amount, where the documents or what was seen tell. */
export function unitOf(service: Service, member: string): string | undefined {
  if (service === 'core' && /^(price|primary_price|discounted_price)(\[[gl]te\])?$/.test(member))
    return 'Rial.'
  if (
    service === 'apps' &&
    /^(amount|price|effective_price|(customer|merchant|total)_(fee|amount))$/.test(member)
  ) {
    return 'Rial.'
  }
  if (service === 'shipping' && /^(cost|base_cost|additional_cost|(min|max)_basket_price)$/.test(member)) {
    return 'Toman.'
  }
  return undefined
}
