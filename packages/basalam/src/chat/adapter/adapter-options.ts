import type { Scope } from '../../auth/scopes.js'
import { BasalamError } from '../../basalam-error.js'
import { checkSecretHeader, checkSecrets } from '../../webhooks/secret.js'
import { completePollOptions, type CompletePollOptions, type PollOptions } from '../poll-options.js'
import type { ChatApiClient } from './client.js'
import type { FollowedChats } from './following.js'
import type { WebhookBellOptions } from './webhook-bell.js'

/** What the adapter is made of. */
export interface BasalamAdapterOptions extends PollOptions {
  /** A `Basalam`, or a `ChatClient` with `userId` beside it. */
  readonly basalam: ChatApiClient
  /**
   * Whose token it is. Default: asked once, at the start. With it nobody is asked, so that it is not known either whether
   * the account is a vendor's: its own messages then have the role `customer` where they do not say it themselves.
   */
  readonly userId?: number
  /**
   * What is told of: `all` chats of the account, those too that begin later, but for those that were joined and left;
   * or those alone that were `joined`. Default `all`.
   */
  readonly chats?: FollowedChats
  /**
   * Takes deliveries of a webhook at `hub.webhook(…)`: each makes the adapter look at once. Nothing of a delivery is
   * believed, so that nothing depends on whether it comes.
   */
  readonly webhook?: WebhookBellOptions
  /** What the token may do: `scopes` of a token. Default: not known, so that Basalam says no where it is not enough. */
  readonly scopes?: readonly Scope[]
}

/** @returns how often to ask @throws BasalamError `invalid_options`, naming the option */
export function checkOptions(options: BasalamAdapterOptions): CompletePollOptions {
  const { basalam, userId, chats = 'all', webhook, scopes = [] } = options ?? {}
  if (typeof basalam?.chats?.sendMessage !== 'function')
    throw invalid('basalam has to be a client: new Basalam({ token }).')
  if (userId === undefined && basalam.users === undefined) {
    throw invalid('userId is missing, and the client has no users to ask whose token it is.')
  }
  if (userId !== undefined && !(Number.isSafeInteger(userId) && userId > 0)) {
    throw invalid('userId has to be the id of a user.')
  }
  if (chats !== 'all' && chats !== 'joined') throw invalid(`chats has to be 'all' or 'joined'.`)
  if (!Array.isArray(scopes)) throw invalid('scopes has to be a list of scopes, or left out.')
  if (webhook !== undefined) {
    checkSecrets(webhook.secret)
    if (webhook.secretHeader !== undefined) checkSecretHeader(webhook.secretHeader)
  }
  return completePollOptions(options)
}

function invalid(message: string): BasalamError {
  return new BasalamError('invalid_options', message)
}
