import type { Capability, ChatEventType, DeclaredCapabilities, Part } from '@wireloom/chat-core'
import type { Scope } from '../../auth/scopes.js'

/** What a message may be made of. There is no documented way to send a place. */
const sendableParts: readonly Part['type'][] = [
  'text',
  'link',
  'mention',
  'emote',
  'image',
  'gallery',
  'video',
  'voice',
  'file',
  'sticker',
  'card',
]

const polled: readonly ChatEventType[] = [
  'message',
  'edit',
  'delete',
  'seen',
  'room',
  'activity',
  'other',
  'gap',
  'status',
]

const read = 'customer.chat.read'
const write = 'customer.chat.write'

/** What decides what can be done. */
export interface Abilities {
  readonly canUpload: boolean
  readonly hasWebhook: boolean
  /** What the token may do, where that is known. */
  readonly scopes?: readonly Scope[] | undefined
}

/** What can be done in any chat. Basalam has no call for typing, for marking as seen, or for keeping somebody out. */
export function toCapabilities({ canUpload, hasWebhook, scopes }: Abilities): DeclaredCapabilities {
  const may = (scope: Scope): Capability => ({
    level: 'native',
    official: true,
    scope,
    ...(scopes !== undefined && { granted: isGranted(scopes, scope) }),
  })
  // Basalam names no limit; this one is careful, and the outbox learns of harder ones by being refused.
  const send = { ...may(write), limits: { parts: sendableParts, accountRate: { count: 60, perMs: 60_000 } } }
  return {
    'message.send': send,
    'message.reply': send,
    'message.edit': may(write),
    'message.delete': may(write),
    'message.forward': may(write),
    'history.read': may(read),
    'room.list': may(read),
    'room.open': may(write),
    ...(canUpload && { 'media.upload': { level: 'native', official: true } }),
    'receive.poll': { ...may(read), receive: { ordered: true, resumable: true, events: polled } },
    ...(hasWebhook && {
      'receive.webhook': {
        ...may(read),
        level: 'emulated',
        receive: { ordered: true, resumable: true, events: ['message'] },
      },
    }),
  }
}

/** A scope to write lets read too. */
function isGranted(scopes: readonly Scope[], scope: Scope): boolean {
  return scopes.includes('*') || scopes.includes(scope) || scopes.includes(scope.replace(/\.read$/, '.write'))
}
