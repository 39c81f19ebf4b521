import type { OverlayEvent, ShownMessage } from '../../src/page/message.ts'

/** A message of somebody, in the one room of a test. */
export function message(key: string, by = 'ann', about: Partial<ShownMessage> = {}): ShownMessage {
  return {
    key,
    roomKey: 'room',
    authorKey: by,
    name: by,
    color: undefined,
    badges: [],
    hasSay: false,
    parts: [{ type: 'text', text: key }],
    reply: undefined,
    sentAtMs: 1_000,
    ...about,
  }
}

export function said(shown: ShownMessage, about: { readonly isLate?: boolean } = {}): OverlayEvent {
  return { type: 'message', message: shown, isLate: false, atMs: 2_000, ...about }
}
