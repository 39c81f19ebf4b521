export { ChatError, isChatError } from './error.js'
export { messageKey } from './message-ref.js'
export { renderText } from './render-text.js'
export { roles } from './role.js'
export { roomKey } from './room-ref.js'

export type { Author } from './author.js'
export type { Badge } from './badge.js'
export type { Capabilities, Capability, CapabilityLevel, Operation } from './capability.js'
export type { ChatErrorCode, ChatErrorOptions } from './error.js'
export type {
  ActivityEvent,
  ActivityKind,
  ChatEvent,
  ChatEventOf,
  ChatEventType,
  ClearEvent,
  DeleteEvent,
  EditEvent,
  GapCause,
  GapEvent,
  MessageEvent,
  OtherEvent,
  PinEvent,
  RestrictEvent,
  RoomEvent,
  SeenEvent,
  StatusEvent,
  StatusState,
} from './event.js'
export type { Media } from './media.js'
export type { Message, ReplyTo } from './message.js'
export type { MessageRef } from './message-ref.js'
export type {
  CardKind,
  CardPart,
  EmotePart,
  GalleryPart,
  LinkPart,
  LocationPart,
  MediaPart,
  MentionPart,
  Part,
  TextPart,
  UnknownPart,
} from './part.js'
export type { Role } from './role.js'
export type { Platform, RoomKind, RoomRef } from './room-ref.js'
