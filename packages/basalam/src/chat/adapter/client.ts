import type { ChatsApi } from '../../services/chat/chats.js'
import type { UsersApi } from '../../services/core/users.js'
import type { FilesApi } from '../../services/upload/files.js'

/** What is used of a client: a `Basalam`, or a `ChatClient` with a `userId` beside it. */
export interface ChatApiClient {
  readonly chats: Pick<
    ChatsApi,
    'create' | 'deleteMessages' | 'editMessage' | 'forwardMessages' | 'list' | 'listMessages' | 'sendMessage'
  >
  /** Asked once who the token's user is, unless `userId` says so. */
  readonly users?: Pick<UsersApi, 'getMe'>
  /** For files to be sent. Without it none can be uploaded. */
  readonly files?: Pick<FilesApi, 'upload'>
}
