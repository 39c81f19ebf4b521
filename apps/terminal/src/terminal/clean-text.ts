import { stripVTControlCharacters } from 'node:util'

/** Line breaks and tabs, of every script; they separate words, so a space takes their place. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g

/** C0 and C1 controls, which command a terminal. */
// oxlint-disable-next-line no-control-regex -- finding control characters is what this is for
const controls = /[\u0000-\u001f\u007f-\u009f]/g

/**
 * What has no width: marks that turn the direction of what follows, fillers that make a name look empty or like
 * another, tags. Joiners and variation selectors stay, which Persian and emoji need.
 */
const invisible = /(?!\p{Join_Control}|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/gu

/** More marks on one letter than any script needs; piled up, they paint over the lines above and below. */
const piles = /(\p{M}{5})\p{M}+/gu

/** Letters of the scripts that run from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** More than anybody writes, in UTF-16 units; taking escape sequences out takes the square of the length. */
const longestText = 2000

const firstStrongIsolate = '\u2068'
const popDirectionalIsolate = '\u2069'

/**
 * Makes a text from a chat safe to print on one line: no escape sequence, no control character, no mark that turns
 * the direction of the line around it, nothing invisible but joiners. What is longer than 2,000 characters is cut.
 */
export function cleanText(text: string): string {
  return stripVTControlCharacters(cut(text))
    .replace(breaks, ' ')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(piles, '$1')
    .toWellFormed()
}

/** Whether nothing of a clean text can be seen. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Join_Control}\p{M}]/u.test(text)
}

/** At most so much of a text as is ever shown, with an ellipsis where something is left out. */
export function cut(text: string): string {
  if (text.length <= longestText) return text
  return `${text.slice(0, longestText).replace(/[\ud800-\udbff]$/, '')}…`
}

/**
 * Shuts a text that runs from right to left in a frame of its own, so that it and the line around it each keep
 * their order. Other text stays as it is.
 *
 * @param text already clean; may be styled
 */
export function isolate(text: string): string {
  return rightToLeft.test(text) ? `${firstStrongIsolate}${text}${popDirectionalIsolate}` : text
}
