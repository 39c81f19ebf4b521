/** What can be done in a room, or can reach a reader from it, as a dotted name. */
export type Operation =
  | 'message.send'
  | 'message.reply'
  | 'message.edit'
  | 'message.delete'
  | 'message.forward'
  | 'user.ban'
  | 'user.timeout'
  | 'user.release'
  | 'history.read'
  | 'receive.socket'
  | 'receive.webhook'
  | 'receive.poll'

/**
 * How well it can be done: by the platform itself · by something that stands in for it · not at all, in which case it
 * is refused as `unsupported` before any I/O.
 */
export type CapabilityLevel = 'native' | 'emulated' | 'none'

/** Whether, and by which right, something can be done in one room by one account. */
export interface Capability {
  readonly level: CapabilityLevel
  /** Whether the platform offers it to programs. What is not official may end on any day. */
  readonly official: boolean
  /** The scope that a token needs for it, where one does. */
  readonly scope?: string
}

/** Every operation and what may be said of it. */
export type Capabilities = Readonly<Record<Operation, Capability>>
