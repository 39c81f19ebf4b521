import type { OtherEvent, RoomEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import { cleanText, isolate } from '../terminal/clean-text.ts'
import type { Style } from './style.ts'

/** A mode of a room: what it is called, and what its number counts. */
const modes: Readonly<Record<string, { readonly name: string; readonly unit: string }>> = {
  slowMode: { name: 'slow mode', unit: 's between messages' },
  subscribersMode: { name: 'subscribers only', unit: '' },
  followersMode: { name: 'followers only', unit: 'min of following' },
  emotesMode: { name: 'emotes only', unit: '' },
  botProtection: { name: 'bot protection', unit: '' },
  accountAge: { name: 'minimum account age', unit: '' },
}

export function renderRoom({ changes }: RoomEvent, style: Style): readonly string[] {
  const { palette } = style
  const words = Object.entries(changes).map(([name, value]) => renderChange(name, value))
  return words.length === 0 ? [] : [palette.quiet(`~ ${words.join(' · ')}`)]
}

/** What this version has no name for is said by its own. A broken event says what is wrong with it. */
export function renderOther({ name, raw }: OtherEvent<KickEvent>, style: Style): readonly string[] {
  const { palette } = style
  const event = cleanText(name)
  if (raw.type === 'malformed') {
    return [palette.bad(`! ${event} could not be read: ${cleanText(raw.reason)}`)]
  }
  return [palette.quiet(`~ ${event}`)]
}

function renderChange(name: string, value: unknown): string {
  const mode = modes[name]
  if (mode !== undefined) return renderMode(mode, value)
  if (name === 'live') return value === true ? 'the stream is live' : 'the stream is off'
  if (name === 'hosting')
    return `hosts ${renderValue(readField(value, 'username') ?? readField(value, 'slug'))}`
  return `${cleanText(name)} ${renderValue(value)}`
}

function renderMode(
  { name, unit }: { readonly name: string; readonly unit: string },
  value: unknown,
): string {
  const number = readField(value, 'value')
  if (readField(value, 'enabled') !== true) return `${name} off`
  return typeof number === 'number' && number > 0 && unit !== ''
    ? `${name} on (${number} ${unit})`
    : `${name} on`
}

function renderValue(value: unknown): string {
  return isolate(cleanText(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')))
}

function readField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
