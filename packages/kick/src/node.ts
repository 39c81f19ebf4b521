export { fileTokenStore } from '@wireloom/http-core/node'
export { loginOnLoopback } from './node/loopback-login.js'
export { toNodeListener } from './node/node-listener.js'

export type { FileTokenStoreOptions } from '@wireloom/http-core/node'
export type { LoopbackLoginOptions } from './node/loopback-login.js'
export type { NodeListener } from './node/node-listener.js'
