import type { ActivityEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import { cleanText, isolate } from '../terminal/clean-text.ts'
import type { Style } from './style.ts'

/** How many answers of a vote are shown before the rest is left out. */
const answersShown = 10

/** A poll: at its start, at its end, and now and then between, for its votes move many times a second. */
export function renderPoll({ room, raw }: ActivityEvent<KickEvent>, style: Style): string | undefined {
  const { palette, votes } = style
  const key = `poll ${room.room}`
  if (raw.type !== 'poll_updated') {
    votes.end(key)
    return palette.quiet('? the poll was taken off')
  }
  const isOver = raw.remainingSeconds === 0
  if (!votes.isDue(key, `${raw.title} ${isOver}`, style.nowMs())) return undefined
  const answers = raw.options
    .slice(0, answersShown)
    .map(({ label, votes: number }) => `${isolate(cleanText(label))} ${number}`)
  const time = isOver
    ? 'over'
    : raw.remainingSeconds === undefined
      ? ''
      : `${Math.round(raw.remainingSeconds)} s left`
  return line('poll', raw.title, [...answers, ...more(raw.options), time], style)
}

/** A prediction: whenever its state changes, and now and then between. */
export function renderPrediction({ room, raw }: ActivityEvent<KickEvent>, style: Style): string | undefined {
  if (raw.type !== 'prediction_created' && raw.type !== 'prediction_updated') return undefined
  const { state, outcomes, winningOutcomeId } = raw
  if (!style.votes.isDue(`prediction ${room.room}`, `${raw.id} ${state}`, style.nowMs())) return undefined
  const sides = outcomes.slice(0, answersShown).map(({ id, title, totalAmount }) => {
    const side = `${isolate(cleanText(title))} ${totalAmount}`
    return id === winningOutcomeId ? style.palette.good(`${side} ✓`) : side
  })
  return line('prediction', raw.title, [...sides, ...more(outcomes), cleanText(state).toLowerCase()], style)
}

/** Says how many answers are not shown, where there are such. */
function more({ length }: readonly unknown[]): readonly string[] {
  return length > answersShown ? [`${length - answersShown} more`] : []
}

function line(kind: string, title: string, items: readonly string[], { palette }: Style): string {
  const list = items.filter((item) => item !== '').join(' · ')
  return `${palette.good(`? ${kind}`)} ${palette.strong(isolate(cleanText(title)))}: ${list}`
}
