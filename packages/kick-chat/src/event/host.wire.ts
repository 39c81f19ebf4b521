/** `StreamHostEvent`. */
export interface StreamHostWire {
  readonly chatroom_id?: unknown
  readonly host_username?: unknown
  readonly number_viewers?: unknown
  readonly optional_message?: unknown
}

/** `ChatMoveToSupportedChannelEvent`. Its `channel` holds a playback address, which no log may show. */
export interface ChatMoveWire {
  readonly slug?: unknown
  readonly hosted?: unknown
}

export interface HostedChannelWire {
  readonly id?: unknown
  readonly username?: unknown
  readonly slug?: unknown
  readonly viewers_count?: unknown
  readonly is_live?: unknown
  readonly profile_pic?: unknown
  readonly category?: unknown
}
