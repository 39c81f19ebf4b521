import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { AppPaymentsApi } from './apps/app-payments.js'
import { PlansApi } from './apps/plans.js'

export type { AppPaymentsApi } from './apps/app-payments.js'
export type { PlansApi } from './apps/plans.js'
export type {
  AppPaymentsCreatePreTransactionInput,
  AppPaymentsGetTransactionInput,
  AppPaymentsListMethodsInput,
  AppPaymentsListTransactionsInput,
  AppPaymentsListUnverifiedInput,
  AppPaymentsVerifyTransactionInput,
  Developer,
  NamedSlug,
  NamedStatus,
  Plan,
  PlanApp,
  PlanSubscription,
  PlanSubscriptionApp,
  PlanSubscriptionBillingPeriod,
  PlanSubscriptionCustomer,
  PlanSubscriptionPlan,
  PlanSubscriptionStatus,
  PlansGetSubscriptionInput,
  PlansListSubscriptionsInput,
  PreTransaction,
  PreTransactionApp,
  PreTransactionGateway,
  PreTransactionOrder,
  PreTransactionPayMethod,
  PreTransactionPlan,
  PreTransactionPlanBillingPeriod,
  PublicTransaction,
  Transaction,
  TransactionMethod,
  TransactionStatus,
} from '../generated/apps.js'

/** The apps service alone, for programs that need no other. */
export class AppsClient {
  readonly appPayments: AppPaymentsApi
  readonly plans: PlansApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('apps', options)
    this.appPayments = new AppPaymentsApi(client)
    this.plans = new PlansApi(client)
  }
}
