import type { Capability, ChatEventType, DeclaredCapabilities } from '@wireloom/chat-core'

/** What an adapter is made with, as far as it decides on what can be done. */
export interface AdapterParts {
  readonly hasSocket: boolean
  readonly hasWebhook: boolean
  readonly hasHistory: boolean
  readonly hasKick: boolean
  /** Whether messages are the app's, which stand in the account's own channel and nowhere else. */
  readonly isBot: boolean
  /** What the token allows, where its source tells. */
  readonly scopes: readonly string[] | undefined
}

const socketEvents: readonly ChatEventType[] = [
  'message',
  'delete',
  'clear',
  'pin',
  'restrict',
  'room',
  'activity',
  'other',
  'gap',
  'status',
]
const webhookEvents: readonly ChatEventType[] = [
  'message',
  'restrict',
  'room',
  'activity',
  'other',
  'gap',
  'status',
]

/** What can be done on Kick. */
export function describeCapabilities(parts: AdapterParts, isOwnRoom: boolean): DeclaredCapabilities {
  const { hasKick, scopes } = parts
  const by = (scope: string): Capability => ({
    level: 'native',
    official: true,
    scope,
    ...(scopes !== undefined && { granted: scopes.includes(scope) }),
  })
  const send: Capability = {
    ...by('chat:write'),
    limits: { maxCharacters: 500, parts: ['text', 'emote', 'mention', 'link'] },
  }
  const canSend = hasKick && (!parts.isBot || isOwnRoom)
  return {
    ...(canSend && { 'message.send': send, 'message.reply': send }),
    ...(hasKick && {
      'message.delete': by('moderation:chat_message:manage'),
      'user.ban': by('moderation:ban'),
      'user.timeout': by('moderation:ban'),
      'user.release': by('moderation:ban'),
      // One's own, and those that were looked up: Kick lists no others.
      'room.list': { level: 'emulated', official: true },
    }),
    ...(parts.hasHistory && { 'history.read': { level: 'emulated', official: false } }),
    ...(parts.hasSocket && {
      'receive.socket': {
        level: 'native',
        official: false,
        receive: { ordered: true, resumable: false, events: socketEvents },
      },
    }),
    ...(parts.hasWebhook && {
      'receive.webhook': {
        level: 'native',
        official: true,
        receive: { ordered: false, resumable: false, events: webhookEvents },
      },
    }),
  }
}
