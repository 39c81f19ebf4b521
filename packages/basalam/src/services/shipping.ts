import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { CarrierRatesApi } from './shipping/carrier-rates.js'
import { CarriersApi } from './shipping/carriers.js'
import { OwnRatesApi } from './shipping/own-rates.js'
import { ShippingLocationsApi } from './shipping/shipping-locations.js'
import { ShippingProductsApi } from './shipping/shipping-products.js'
import { ShippingProfilesApi } from './shipping/shipping-profiles.js'
import { ShippingStrategyApi } from './shipping/shipping-strategy.js'
import { ShippingZonesApi } from './shipping/shipping-zones.js'

export type { CarrierRatesApi } from './shipping/carrier-rates.js'
export type { CarriersApi } from './shipping/carriers.js'
export type { OwnRatesApi } from './shipping/own-rates.js'
export type { ShippingLocationsApi } from './shipping/shipping-locations.js'
export type { ShippingProductsApi } from './shipping/shipping-products.js'
export type { ShippingProfilesApi } from './shipping/shipping-profiles.js'
export type { ShippingStrategyApi } from './shipping/shipping-strategy.js'
export type { ShippingZonesApi } from './shipping/shipping-zones.js'
export type {
  AssignedProducts,
  Carrier,
  CarrierRate,
  CarrierRatesCreateInput,
  CarrierRatesDeleteInput,
  CarrierRatesGetInput,
  CarrierRatesListInput,
  CarrierRatesReplaceAllInput,
  CarrierRatesUpdateInput,
  CarriersListByVendorInput,
  Confirmation,
  DeliveryEstimate,
  FreeShippingRuleType,
  FreeShippingRules,
  HintVariant,
  ListedCarrierRate,
  ListedZone,
  OwnRate,
  OwnRatesCreateInput,
  OwnRatesDeleteInput,
  OwnRatesGetInput,
  OwnRatesListDeliveryEstimatesInput,
  OwnRatesListInput,
  OwnRatesUpdateInput,
  ProductShippingInfo,
  ProfileOfProduct,
  ProfileProduct,
  PublicFreeZone,
  PublicZone,
  ShippedProduct,
  ShippingLocation,
  ShippingProductsAssignInput,
  ShippingProductsDeleteInput,
  ShippingProductsGetFreeShippingRulesInput,
  ShippingProductsGetShippingInfoInput,
  ShippingProductsListByProfileInput,
  ShippingProductsListInput,
  ShippingProductsUpdateFreeShippingRulesInput,
  ShippingProfile,
  ShippingProfilesCreateInput,
  ShippingProfilesDeleteInput,
  ShippingProfilesGetInput,
  ShippingProfilesListInput,
  ShippingProfilesUpdateInput,
  ShippingStrategy,
  ShippingStrategyGetInput,
  ShippingStrategyUpdateInput,
  ShippingZonesCreateInput,
  ShippingZonesDeleteInput,
  ShippingZonesGetInput,
  ShippingZonesListInput,
  ShippingZonesListUncoveredLocationsInput,
  ShippingZonesUpdateInput,
  UpdatedFreeShippingRules,
  VendorCarrier,
  Zone,
  ZoneHint,
  ZoneLocation,
  ZoneOperationType,
} from '../generated/shipping.js'

/** The shipping service alone, for programs that need no other. */
export class ShippingClient {
  readonly shippingProfiles: ShippingProfilesApi
  readonly shippingZones: ShippingZonesApi
  readonly shippingProducts: ShippingProductsApi
  readonly carrierRates: CarrierRatesApi
  readonly ownRates: OwnRatesApi
  readonly carriers: CarriersApi
  readonly shippingLocations: ShippingLocationsApi
  readonly shippingStrategy: ShippingStrategyApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('shipping', options)
    this.shippingProfiles = new ShippingProfilesApi(client)
    this.shippingZones = new ShippingZonesApi(client)
    this.shippingProducts = new ShippingProductsApi(client)
    this.carrierRates = new CarrierRatesApi(client)
    this.ownRates = new OwnRatesApi(client)
    this.carriers = new CarriersApi(client)
    this.shippingLocations = new ShippingLocationsApi(client)
    this.shippingStrategy = new ShippingStrategyApi(client)
  }
}
