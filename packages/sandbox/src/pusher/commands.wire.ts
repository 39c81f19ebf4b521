/** A frame as a client sends it. */
export type ClientFrameWire = { event: string; channel?: unknown; data?: unknown }

/** `data` of `pusher:subscribe`. */
export type SubscribeWire = { channel?: unknown; auth?: unknown; channel_data?: unknown }

/** `channel_data`, parsed. */
export type ChannelDataWire = { user_id?: unknown; user_info?: unknown }
