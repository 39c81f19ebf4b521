/** What a subscribe command carries beside the channel's name, by the kind of channel. */
export interface SubscribeCredentials {
  /** `KEY:SIGNATURE`, from the application's own server. */
  readonly auth: string
  /** Who joins a presence channel: the exact string that was signed. */
  readonly channel_data?: string | undefined
}

export function encodePing(): string {
  return '{"event":"pusher:ping","data":{}}'
}

export function encodePong(): string {
  return '{"event":"pusher:pong","data":{}}'
}

/** Public channels carry an empty `auth`, as servers have come to expect. */
export function encodeSubscribe(channel: string, credentials?: SubscribeCredentials): string {
  return encodeEvent('pusher:subscribe', { auth: '', ...credentials, channel })
}

export function encodeUnsubscribe(channel: string): string {
  return encodeEvent('pusher:unsubscribe', { channel })
}

/** Any event of ours: `data` stays a JSON value, encoded once. */
export function encodeEvent(event: string, data: unknown, channel?: string): string {
  return JSON.stringify({ event, data, channel })
}

export function encodeSignin(auth: string, userData: string): string {
  return encodeEvent('pusher:signin', { auth, user_data: userData })
}
