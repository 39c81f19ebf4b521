/** `GET /api/v2/channels/<slug>`. Its `playback_url` is signed, which no log may show. */
export interface SiteChannelWire {
  /** The channel id. */
  readonly id?: unknown
  readonly user_id?: unknown
  readonly slug?: unknown
  readonly chatroom?: unknown
  readonly user?: unknown
}

export interface SiteChatroomWire {
  /** The chatroom id. */
  readonly id?: unknown
}

export interface SiteUserWire {
  readonly username?: unknown
}
