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
}
const inOtherForm = new RegExp(`[${Object.keys(forms).join('')}]`, 'gu')

const halfSpace = '\u200c'

/** Marks on letters, the stretching line, and what shows nothing but the half space. */
const withoutMeaning = /[\p{M}\u0640]|(?!\u200c)\p{Cf}/gu

/** What separates. Private characters as well: the index has its own use for them, see `tagOf`. */
const blank = /[\s\p{Z}\p{Cc}\p{Co}\p{Cs}\u200b]+/gu

/** What is a word by itself: every sign that is no letter or digit, and letters of scripts that put no spaces. */
const sign =
  /[^\s\p{L}\p{N}\u200c]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** Letters and digits that are in their one form already: of the Latin alphabet and of the Persian. */
const unified =
  /^[ a-z0-9\u0627\u0628\u062a-\u063a\u0641\u0642\u0644-\u0648\u067e\u0686\u0698\u06a9\u06af\u06cc]*$/

/** Letters and digits in their one form, words and signs one space apart, half spaces as they are. */
function unify(text: string): string {
  const lower = text.toLowerCase()
  // Most of what is said; everything below leaves it as it is, in ten times the time.
  if (unified.test(lower)) return lower.replaceAll(/ +/g, ' ').trim()
  return (
    lower
      .replaceAll(blank, ' ')
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(withoutMeaning, '')
      .replaceAll(inOtherForm, (letter) => forms[letter] ?? letter)
      .replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => String(valueOf(digit)))
      .replaceAll(sign, ' $& ')
      // Between two letters it means something.
      .replaceAll(/(?<![^\s\u200c])\u200c+|\u200c+(?![^\s\u200c])/gu, '')
      .replaceAll(/\s+/gu, ' ')
      .trim()
  )
}

/**
 * A text as the index sees it: its words and signs with a space around each. Upper case, accents, forms of letters and
 * digits make no difference. A word with a half space stands there as two, and at the end as one, since people leave the
 * half space out. Empty where there is nothing to see.
 */
export function normalizeText(text: string): string {
  const words = unify(text)
  if (words === '') return ''
  const joined = words.split(' ').filter((word) => word.includes(halfSpace))
  const all = [words.replaceAll(halfSpace, ' '), ...joined.map((word) => word.replaceAll(halfSpace, ''))]
  return ` ${all.join(' ').replaceAll(/ +/g, ' ').trim()} `
}

/**
 * What a text has to contain, in the form of {@link normalizeText}, to be found by a query: each word of it. One of three
 * characters or more may be a part of a word; a shorter one has to be a word, and so has its spaces around it.
 */
export function queryTerms(query: string): readonly string[] {
  const terms = query
    .split(/[\s\p{Z}]+/u)
    .map((word) => unify(word).replaceAll(halfSpace, ''))
    .filter((word) => word.trim() !== '')
    .map((word) => (Array.from(word).length < 3 ? ` ${word} ` : word))
  return [...new Set(terms)]
}

/** The value of a decimal digit of any script: ten of them always stand together, from zero on. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return code - zero
}
