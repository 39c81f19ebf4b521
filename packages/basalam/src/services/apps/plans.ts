import type { Call, CallOptions } from '@wireloom/http-core'
import { list, one } from '../../decode.js'
import type {
  Plan,
  PlanSubscription,
  PlansGetSubscriptionInput,
  PlansListSubscriptionsInput,
} from '../../generated/apps.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<readonly Plan[]> = { method: 'GET', path: '/v1/plans', decode: list }

const listSubscriptions: Operation<ListPage<PlanSubscription, Numbered>> = {
  method: 'GET',
  path: '/v1/plans/subscriptions',
  query: ['plan_id', 'status', 'customer_id', 'page', 'per_page'],
  limits: { page: [1], perPage: [1, 100] },
  decode: numberedPage,
}

const getSubscription: Operation<PlanSubscription> = {
  method: 'GET',
  path: '/v1/plans/subscriptions/{subscription_id}',
  decode: one,
}

/** Plans that apps offer, and who has subscribed. Amounts are in rial. */
export class PlansApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The plans that one's apps offer. (`GET /v1/plans`) */
  list(options?: CallOptions): Call<readonly Plan[]> {
    return this.#client.call(listAll, undefined, options)
  }

  /** Who has subscribed to one's plans. (`GET /v1/plans/subscriptions`) */
  listSubscriptions(
    input?: PlansListSubscriptionsInput,
    options?: CallOptions,
  ): ListCall<PlanSubscription, Numbered> {
    return this.#client.list(listSubscriptions, input, options)
  }

  /** One subscription. (`GET /v1/plans/subscriptions/{subscription_id}`) */
  getSubscription(input: PlansGetSubscriptionInput, options?: CallOptions): Call<PlanSubscription> {
    return this.#client.call(getSubscription, input, options)
  }
}
