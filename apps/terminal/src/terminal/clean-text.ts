import { stripVTControlCharacters } from 'node:util'

/** Line breaks and tabs, of every script; they separate words, so a space takes their place. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g

/** C0 and C1 controls, which command a terminal. */
// oxlint-disable-next-line no-control-regex -- finding control characters is what this is for
const controls = /[\u0000-\u001f\u007f-\u009f]/g

/** Marks that turn the direction of what follows, also beyond the text they stand in; and the invisible BOM. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** More marks on one letter than any script needs; piled up, they paint over the lines above and below. */
const piles = /(\p{M}{5})\p{M}+/gu

/** Letters of the scripts that run from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

const firstStrongIsolate = '\u2068'
const popDirectionalIsolate = '\u2069'

/**
 * Makes a text from a chat safe to print on one line: no escape sequence, no control character, no mark that turns
 * the direction of the line around it. Joiners stay, which Persian and emoji need.
 */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(breaks, ' ')
    .replace(controls, '')
    .replace(directions, '')
    .replace(piles, '$1')
    .toWellFormed()
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
