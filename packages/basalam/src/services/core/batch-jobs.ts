import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  BatchJob,
  BatchJobCount,
  BatchJobsCountInput,
  BatchJobsCreateInput,
  BatchJobsListFailedItemsInput,
  BatchJobsListInput,
  FailedProduct,
  StartedBatchJob,
} from '../../generated/core.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<ListPage<BatchJob, Numbered>> = {
  method: 'GET',
  path: '/v1/vendors/{vendor_id}/batch-jobs',
  query: ['per_page', 'page'],
  decode: numberedPage,
}

const create: Operation<StartedBatchJob> = {
  method: 'POST',
  path: '/v1/vendors/{vendor_id}/batch-jobs',
  body: 'json',
  decode: one,
}

const count: Operation<BatchJobCount> = {
  method: 'GET',
  path: '/v1/vendors/{vendor_id}/batch-jobs/count',
  decode: one,
}

const listFailedItems: Operation<ListPage<FailedProduct, Numbered>> = {
  method: 'GET',
  path: '/v1/batch-jobs/{job_id}/failed-items',
  query: ['per_page', 'page'],
  decode: numberedPage,
}

/** Changes of many products that go on by themselves. */
export class BatchJobsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** A vendor's changes of many products. (`GET /v1/vendors/{vendor_id}/batch-jobs`) */
  list(input: BatchJobsListInput, options?: CallOptions): ListCall<BatchJob, Numbered> {
    return this.#client.list(listAll, input, options)
  }

  /**
   * Starts a change of many products at once, which goes on by itself.
   * (`POST /v1/vendors/{vendor_id}/batch-jobs`)
   */
  create(input: BatchJobsCreateInput, options?: CallOptions): Call<StartedBatchJob> {
    return this.#client.call(create, input, options)
  }

  /** How many changes of many products a vendor has under way. (`GET /v1/vendors/{vendor_id}/batch-jobs/count`) */
  count(input: BatchJobsCountInput, options?: CallOptions): Call<BatchJobCount> {
    return this.#client.call(count, input, options)
  }

  /** The products that a change of many could not change. (`GET /v1/batch-jobs/{job_id}/failed-items`) */
  listFailedItems(
    input: BatchJobsListFailedItemsInput,
    options?: CallOptions,
  ): ListCall<FailedProduct, Numbered> {
    return this.#client.list(listFailedItems, input, options)
  }
}
