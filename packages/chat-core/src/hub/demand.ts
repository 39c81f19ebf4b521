import type { Capability, Operation } from '../capability.js'
import { ChatError } from '../error.js'
import type { Platform } from '../room-ref.js'

/**
 * Refuses what cannot be done, before anything is asked of the platform.
 *
 * @throws ChatError `unsupported`, `missing_scope`
 */
export function demandCapability(capability: Capability, operation: Operation, platform: Platform): void {
  if (capability.level === 'none') {
    throw new ChatError(
      'unsupported',
      `${platform} cannot do ${operation} here; ask room.can('${operation}') first.`,
      { platform, operation },
    )
  }
  if (capability.granted === false) {
    throw new ChatError(
      'missing_scope',
      `The token may not do ${operation} on ${platform}; ask for consent again${capability.scope === undefined ? '' : ` with the scope ${capability.scope}`}.`,
      { platform, operation },
    )
  }
}
