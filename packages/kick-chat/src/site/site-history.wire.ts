/** `GET /api/v2/channels/<channelId>/messages`; every member may be missing or of another kind. */
export interface SiteHistoryWire {
  readonly data?: unknown
}

export interface SiteHistoryPageWire {
  /** Newest first, as in a `ChatMessageEvent`, though with `chat_id`, and `metadata` as a JSON text. */
  readonly messages?: unknown
  readonly cursor?: unknown
}
