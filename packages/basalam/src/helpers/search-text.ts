import { toAsciiDigits } from './digits.js'

/** Letters that are written in more than one form, by the one that Persian has. */
const forms: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ې: 'ی',
  ے: 'ی',
  ك: 'ک',
  ڪ: 'ک',
  ة: 'ه',
  ە: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ٱ: 'ا',
}
const inOtherForm = new RegExp(`[${Object.keys(forms).join('')}]`, 'g')

/**
 * A text as a search should see it: Arabic letters and digits, vowel signs, the stretching line, zero-width joiners and
 * direction marks make no difference, nor do upper case and accents. What was half a space is a space.
 *
 * It is for comparing, and never to be shown or sent: `كتاب‌هاي ١٢` is `کتاب های 12`.
 */
export function normalizeForSearch(text: string): string {
  const letters = text
    // Also takes apart what letters of one piece stand for: ﻻ is لا.
    .normalize('NFKD')
    .replaceAll(/\u200d|[\p{Mn}\u0640\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replaceAll(inOtherForm, (letter) => forms[letter] ?? letter)
    .toLowerCase()
    .replaceAll(/\p{Mn}/gu, '')
  return toAsciiDigits(letters)
    .replaceAll(/[\s\u200b\u200c]+/g, ' ')
    .trim()
}

/**
 * Whether a text holds what is searched for, however both are written; spaces and half spaces make no difference, since
 * `می‌خواهم`, `می خواهم` and `میخواهم` are one word. Nothing is in every text.
 */
export function matchesSearch(text: string, search: string): boolean {
  return withoutSpaces(text).includes(withoutSpaces(search))
}

function withoutSpaces(text: string): string {
  return normalizeForSearch(text).replaceAll(' ', '')
}
