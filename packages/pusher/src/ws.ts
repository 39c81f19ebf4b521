export { wsSocket } from './socket/ws.js'

export type { WsSocketOptions } from './socket/ws.js'
