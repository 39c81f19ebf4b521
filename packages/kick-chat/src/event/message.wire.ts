/** `ChatMessageEvent`, and the `message` inside `PinnedMessageCreatedEvent`. */
export interface MessageWire {
  readonly id?: unknown
  readonly chatroom_id?: unknown
  /** What history calls it. */
  readonly chat_id?: unknown
  readonly content?: unknown
  readonly type?: unknown
  readonly created_at?: unknown
  readonly sender?: unknown
  /** An object on the socket, a JSON string in history. */
  readonly metadata?: unknown
  readonly thread_parent_id?: unknown
}

export interface MessageMetadataWire {
  readonly original_sender?: unknown
  readonly original_message?: unknown
  readonly celebration?: unknown
  readonly message_ref?: unknown
}

export interface OriginalMessageWire {
  readonly id?: unknown
  readonly content?: unknown
}

export interface CelebrationWire {
  readonly id?: unknown
  readonly type?: unknown
  readonly total_months?: unknown
  readonly created_at?: unknown
}

/** `PinnedMessageCreatedEvent`. */
export interface PinnedMessageWire {
  readonly message?: unknown
  /** A string of seconds. */
  readonly duration?: unknown
  readonly pinnedBy?: unknown
}

/** `MessageDeletedEvent`. */
export interface MessageDeletedWire {
  readonly id?: unknown
  readonly message?: unknown
  readonly aiModerated?: unknown
  readonly violatedRules?: unknown
}
