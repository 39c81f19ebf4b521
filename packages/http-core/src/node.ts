export { fileTokenStore } from './node/file-token-store.js'

export type { FileTokenStoreOptions } from './node/file-token-store.js'
