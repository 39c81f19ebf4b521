import { count } from './words.ts'

/** What the line at the bottom tells. */
export interface Numbers {
  readonly rooms: number
  readonly messagesPerMinute: number
  readonly reconnects: number
  readonly gaps: number
  readonly duplicates: number
  readonly malformed: number
}

/** The line at the bottom, in words; what never happened and rarely does is left out. */
export function renderStatusLine(numbers: Numbers): string {
  const { rooms, messagesPerMinute, reconnects, gaps, duplicates, malformed } = numbers
  return [
    count(rooms, 'room'),
    `${messagesPerMinute}/min`,
    count(reconnects, 'reconnect'),
    count(gaps, 'gap'),
    `${count(duplicates, 'duplicate')} dropped`,
    ...(malformed > 0 ? [`${malformed} unreadable`] : []),
    'Ctrl-C ends',
  ].join(' · ')
}
