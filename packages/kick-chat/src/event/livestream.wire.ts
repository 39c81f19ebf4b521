/** `StreamerIsLive`, `StopStreamBroadcast`, `LivestreamUpdated`, `UpdatedLiveStreamEvent`. */
export interface LivestreamEventWire {
  readonly livestream?: unknown
  readonly viewers?: unknown
}

export interface LivestreamWire {
  readonly id?: unknown
  readonly channel_id?: unknown
  readonly channel?: unknown
  readonly session_title?: unknown
  readonly created_at?: unknown
  readonly viewers?: unknown
}

export interface LivestreamChannelWire {
  readonly id?: unknown
  readonly is_banned?: unknown
}
