import type { Author } from '@wireloom/chat-core'
import { cleanText, isBlank, isolate } from '../terminal/clean-text.ts'
import type { Palette } from '../terminal/palette.ts'

/** One narrow character for each badge worth telling apart at a glance. */
export const badgeGlyphs: Readonly<Record<string, string>> = {
  broadcaster: '♛',
  staff: '✶',
  moderator: '▲',
  verified: '✓',
  vip: '♦',
  og: '◆',
  founder: '⚑',
  subscriber: '★',
  sub_gifter: '♥',
  bot: '▣',
}

/** How many names of a crowd are shown before the rest is counted. */
const namesShown = 5

/** How many badges are shown. */
const badgesShown = 10

/** The badges of an author and a space, or nothing; the months of a subscriber stand beside the star. */
export function renderBadges({ badges }: Author, palette: Palette): string {
  const glyphs = badges
    .filter((badge) => Object.hasOwn(badgeGlyphs, badge.type))
    .slice(0, badgesShown)
    .map(
      ({ type, count }) => `${badgeGlyphs[type]}${type === 'subscriber' && count !== undefined ? count : ''}`,
    )
  return glyphs.length === 0 ? '' : `${palette.badge(glyphs.join(''))} `
}

/** An author's name, safe to print and in their color. */
export function renderName(author: Partial<Author> | undefined, palette: Palette): string {
  if (author === undefined || author.anonymous === true) return palette.strong('somebody')
  const name = cleanText(author.name ?? '').trim()
  return palette.name(isolate(isBlank(name) ? 'somebody' : name), author.color)
}

/** A list of people: the first few by name, the others by number. */
export function renderNames(authors: readonly Author[], palette: Palette): string {
  const names = authors.slice(0, namesShown).map((author) => renderName(author, palette))
  const others = authors.length - names.length
  return [...names, ...(others > 0 ? [`${others} more`] : [])].join(', ')
}
