/** Body of `POST /apps/{id}/events`. */
export type EventsWire = {
  name?: unknown
  data?: unknown
  channels?: unknown
  channel?: unknown
  socket_id?: unknown
  info?: unknown
}

/** Body of `POST /apps/{id}/batch_events`. */
export type BatchWire = { batch?: unknown }

/** What is asked about a channel, in `info`. */
export type ChannelInfoWire = { user_count?: number; subscription_count?: number }
