/** The body of `POST /public/v1/chat`. */
export interface ChatPostWire {
  readonly content: string
  readonly type: 'user' | 'bot'
  readonly broadcaster_user_id?: number
  readonly reply_to_message_id?: string
}
