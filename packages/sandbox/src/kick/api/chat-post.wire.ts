/** The body of `POST /public/v1/chat`. */
export type ChatPostWire = {
  readonly content: string
  readonly type: 'user' | 'bot'
  /** Left out, or not looked at, for `bot`. */
  readonly broadcaster_user_id?: number
  readonly reply_to_message_id?: string
}
