export { kickOf, startDemo } from './demo.ts'
export { startRelay } from './relay.ts'

export type { Demo, DemoOptions } from './demo.ts'
export type { Relay, RelayOptions } from './relay.ts'
