import type { ChannelId } from '../ids.js'

/** Which messages to read back. */
export interface HistoryQuestion {
  /** The channel's id; neither the chatroom's nor the user's. */
  readonly channelId: ChannelId
  /** Where the page before this one ended. */
  readonly cursor?: string | undefined
  readonly signal: AbortSignal
}

/** Some messages of a chat, the newest first. */
export interface HistoryPage {
  /** As Kick writes them. */
  readonly messages: readonly unknown[]
  /** Leads to older ones; undefined where there are none. */
  readonly cursor: string | undefined
}

/** Reads messages that were said before, such as `siteHistory()`. Rejects with a KickError. */
export type ChatHistory = (question: HistoryQuestion) => Promise<HistoryPage>
