export { toNodeListener } from './node/node-listener.js'

export type { NodeListener } from './node/node-listener.js'
