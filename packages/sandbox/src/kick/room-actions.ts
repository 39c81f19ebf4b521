import { createChatActions, type ChatActions } from './chat-actions.js'
import { createEngagementActions, type EngagementActions } from './engagement-actions.js'
import { createModerationActions, type ModerationActions } from './moderation-actions.js'
import type { Scene } from './scene.js'
import { createStreamActions, type StreamActions } from './stream-actions.js'
import { createSupportActions, type SupportActions } from './support-actions.js'

/** Everything one can make happen in a room. */
export type RoomActions = ChatActions & ModerationActions & SupportActions & StreamActions & EngagementActions

/** Makes the verbs of a room for one scene. */
export function createRoomActions(scene: Scene): RoomActions {
  return {
    ...createChatActions(scene),
    ...createModerationActions(scene),
    ...createSupportActions(scene),
    ...createStreamActions(scene),
    ...createEngagementActions(scene),
  }
}
