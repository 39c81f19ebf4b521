import type { CapabilityLimits } from '../capability.js'
import { invalid } from '../check.js'
import { ChatError } from '../error.js'
import type { MessageRef } from '../message-ref.js'
import type { Outgoing, SendOptions } from '../outgoing.js'
import type { Part } from '../part.js'
import { renderText } from '../render-text.js'
import type { Platform } from '../room-ref.js'
import { roomLeft } from './room-left.js'

/**
 * What is to be said, in full.
 *
 * @throws ChatError `invalid` for nothing at all
 */
export function toOutgoing(
  content: string | readonly Part[],
  replyTo: MessageRef | undefined,
  clientId: string,
): Outgoing {
  if (typeof content !== 'string' && !Array.isArray(content)) {
    throw invalid('The content', content, 'a text or a list of parts')
  }
  const parts: readonly Part[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content
  const text = renderText(parts)
  if (parts.length === 0 || (text.trim() === '' && parts.every(({ type }) => type === 'text'))) {
    throw new ChatError('invalid', 'The content of a message must not be empty.')
  }
  return { parts, text, clientId, ...(replyTo !== undefined && { replyTo }) }
}

/**
 * The message as the room can take it: as it is, as text, or in several pieces.
 *
 * @throws ChatError `unsupported` for parts the room cannot show, unless `degrade`; `too_long`, unless `split`
 */
export function fitOutgoing(
  outgoing: Outgoing,
  limits: CapabilityLimits,
  { degrade, split }: SendOptions,
  platform: Platform,
): readonly Outgoing[] {
  const allowed = limits.parts ?? ['text']
  const stranger = outgoing.parts.find(({ type }) => !allowed.includes(type))
  if (stranger !== undefined && degrade === undefined) {
    throw new ChatError(
      'unsupported',
      `${platform} cannot show a part of type "${stranger.type}" here; pass degrade: asText to say it as text.`,
      { platform, operation: 'message.send' },
    )
  }
  const text = stranger === undefined ? outgoing.text : (degrade?.(outgoing.parts) ?? outgoing.text)
  const said: Outgoing =
    stranger === undefined ? outgoing : { ...outgoing, parts: [{ type: 'text', text }], text }
  const left = roomLeft(said.text, limits)
  if (left >= 0) return [said]
  const pieces = said.parts.every(({ type }) => type === 'text') ? split?.(said.text, limits) : undefined
  if (pieces === undefined) {
    throw new ChatError(
      'too_long',
      `The message is ${-left} too long for ${platform} (${describeLimits(limits)})${split === undefined ? '; shorten it or pass split: splitText' : ' and cannot be split'}.`,
      { platform, operation: 'message.send' },
    )
  }
  return pieces.map((piece, index) => ({
    ...said,
    parts: [{ type: 'text', text: piece }],
    text: piece,
    clientId: index === 0 ? said.clientId : `${said.clientId}-${index + 1}`,
  }))
}

function describeLimits({ maxCharacters, maxBytes }: CapabilityLimits): string {
  const limits = [
    maxCharacters === undefined ? '' : `${maxCharacters} characters`,
    maxBytes === undefined ? '' : `${maxBytes} bytes`,
  ]
  return limits.filter((limit) => limit !== '').join(', ')
}
