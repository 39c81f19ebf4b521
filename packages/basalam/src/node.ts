export { fileTokenStore } from '@wireloom/http-core/node'
export { toNodeListener } from './node/node-listener.js'

export type { FileTokenStoreOptions } from '@wireloom/http-core/node'
export type { NodeListener } from './node/node-listener.js'
