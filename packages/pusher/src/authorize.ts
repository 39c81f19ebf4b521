export { batchAuthorizer } from './authorize/batch-authorizer.js'
export { fetchAuthenticator, fetchAuthorizer } from './authorize/fetch-authorizer.js'

export type {
  AuthorizeBatch,
  BatchAuthorizationRequest,
  BatchAuthorizerOptions,
} from './authorize/batch-authorizer.js'
export type { FetchAuthorizerOptions } from './authorize/fetch-authorizer.js'
