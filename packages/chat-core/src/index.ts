export { createBackfill } from './backfill/backfill.js'
export { completeCapabilities, operations } from './capability.js'
export { systemClock } from './clock.js'
export { createHub } from './create-hub.js'
export { ChatError, isChatError } from './error.js'
export { eventRoom } from './event-room.js'
export { eventTypes } from './event-types.js'
export { messageKey } from './message-ref.js'
export { createOutbox } from './outbox/outbox.js'
export { createSettling } from './subscription/settling.js'
export { asText } from './outbox/as-text.js'
export { splitText } from './outbox/split-text.js'
export { renderText } from './render-text.js'
export { roles } from './role.js'
export { roomKey } from './room-ref.js'
export { defineStore } from './store/define-store.js'
export { createMemoryStore } from './store/memory-store.js'

export type {
  AdapterContext,
  AdapterOperations,
  AdapterSession,
  CallOptions,
  ChatAdapter,
  RestrictOptions,
  WebhookResult,
} from './adapter.js'
export type { Author } from './author.js'
export type { Badge } from './badge.js'
export type { BackfillOptions } from './backfill/backfill.js'
export type {
  Capabilities,
  Capability,
  CapabilityLevel,
  CapabilityLimits,
  DeclaredCapabilities,
  Operation,
  RateLimit,
  ReceiveTraits,
} from './capability.js'
export type { Clock } from './clock.js'
export type { Guarantees } from './guarantees.js'
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
export type { Cursor, HistoryPage, HistoryQuery } from './history.js'
export type {
  Account,
  CoverageReport,
  DedupeOptions,
  ErrorContext,
  Hub,
  HubOptions,
  HubReport,
  RoomReport,
  SourceReport,
  SubscriptionReport,
  WebhookTarget,
} from './hub.js'
export type { Media } from './media.js'
export type { Meter, MeterLabels } from './meter.js'
export type { Message, ReplyTo } from './message.js'
export type { MessageRef } from './message-ref.js'
export type {
  Outgoing,
  Receipt,
  SendOptions,
  SendPriority,
  TextSplitter,
  UnknownOutcomePolicy,
} from './outgoing.js'
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
export type {
  Delivery,
  Envelope,
  EventHandler,
  EventStream,
  MessagesOptions,
  MessageTarget,
  Room,
  RoomAbilities,
  StreamEvent,
  UserTarget,
} from './room.js'
export type { Platform, RoomKind, RoomRef } from './room-ref.js'
export type { Arrival, Sink, Source, SourceKind, Via } from './source.js'
export type {
  ArchivedEvent,
  ArchiveStore,
  ClaimResult,
  ClaimStore,
  CursorStore,
  DeadLetter,
  DeadLetterStore,
  KeyValueStore,
  Lease,
  LeaseStore,
  OutboxItem,
  OutboxState,
  OutboxStore,
  StoreParts,
} from './store.js'
export type {
  HandlerOptions,
  HandlerOrder,
  OverflowPolicy,
  StreamOptions,
  SubscriptionOptions,
  Undo,
  Settling,
} from './subscription.js'
export type { MemoryStore, MemoryStoreOptions } from './store/memory-store.js'
export type { BackfillFactory, GapFiller, GapFillerParts } from './gap-filler.js'
export type { Sender, SenderFactory, SenderParts } from './outbox/sender.js'
export type { Store, StoreMachinery } from './store/define-store.js'
