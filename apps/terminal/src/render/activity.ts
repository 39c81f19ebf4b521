import type { ActivityEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import { cleanText, isolate } from '../terminal/clean-text.ts'
import { renderName, renderNames } from './people.ts'
import { count } from './words.ts'
import { renderPoll, renderPrediction } from './vote.ts'
import type { Style } from './style.ts'

/** Subscriptions, gifts, hosts, votes: what happens around the talk. */
export function renderActivity(event: ActivityEvent<KickEvent>, style: Style): readonly string[] {
  const line = describe(event, style)
  return line === undefined ? [] : [line]
}

function describe(event: ActivityEvent<KickEvent>, style: Style): string | undefined {
  const { palette } = style
  const { activity, actor, recipients = [], amount, raw } = event
  const name = renderName(actor, palette)
  const words = event.text === undefined ? '' : isolate(cleanText(event.text))
  const said = words === '' ? '' : `: ${words}`
  switch (activity) {
    case 'subscription':
      return `${palette.good('★')} ${name} ${palette.good(`subscribed${amount === undefined ? '' : ` for ${count(amount, 'month')}`}`)}`
    case 'subscription_gift': {
      const to = recipients.length === 0 ? '' : ` to ${renderNames(recipients, palette)}`
      return `${palette.good('♥')} ${name} ${palette.good(`gave ${count(amount ?? recipients.length, 'subscription')}`)}${to}`
    }
    case 'gift': {
      const gift = raw.type === 'kicks_gifted' && raw.gift.name !== '' ? ` ${cleanText(raw.gift.name)}` : ''
      return `${palette.good('♥')} ${name} ${palette.good(`gave${gift}${amount === undefined ? '' : ` (${amount} KICKs)`}`)}${said}`
    }
    case 'reward':
      return `${palette.good('◇')} ${name} ${palette.good('redeemed')} ${words}`
    case 'host':
      return `${palette.good('»')} ${name} ${palette.good(`hosts this channel${amount === undefined ? '' : ` with ${count(amount, 'viewer')}`}`)}${said}`
    case 'follow':
      return `${palette.good('+')} ${name} ${palette.good('follows')}`
    case 'poll':
      return renderPoll(event, style)
    case 'prediction':
      return renderPrediction(event, style)
    case 'goal':
      return renderGoal(raw, style)
    default: {
      const many = amount === undefined ? '' : ` ${amount}`
      return `${palette.good('•')} ${name} ${cleanText(activity.replaceAll('_', ' '))}${many}${said}`
    }
  }
}

const goalVerbs: Readonly<Record<string, string>> = {
  goal_progressed: 'goal',
  goal_updated: 'goal changed',
  goal_achieved: 'goal reached',
  goal_canceled: 'goal given up',
}

function renderGoal(raw: KickEvent, { palette }: Style): string {
  const { kind, current, target } =
    'kind' in raw && 'target' in raw ? raw : { kind: undefined, current: undefined, target: undefined }
  const numbers = [current, target].filter((value) => value !== undefined).join(' of ')
  const paint = raw.type === 'goal_achieved' ? palette.good : palette.quiet
  const text = `◎ ${goalVerbs[raw.type] ?? 'goal'} ${numbers} ${cleanText(kind ?? '')}`
  return paint(text.trimEnd())
}
