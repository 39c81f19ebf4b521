/** What one piece of text may measure. */
export interface TextLimits {
  readonly maxCharacters?: number
  readonly maxBytes?: number
}

/** How much room a text leaves: below 0, it is too long. */
export function roomLeft(text: string, { maxCharacters, maxBytes }: TextLimits): number {
  // A text has no more characters than UTF-16 units, and no more than three bytes for each of them.
  const characters =
    maxCharacters === undefined || text.length <= maxCharacters ? 0 : [...graphemes(text)].length
  const bytes =
    maxBytes === undefined || text.length * 3 <= maxBytes ? 0 : new TextEncoder().encode(text).length
  return Math.min((maxCharacters ?? Infinity) - characters, (maxBytes ?? Infinity) - bytes)
}

/** Characters as readers see them. */
export function* graphemes(text: string): Iterable<string> {
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text))
    yield segment
}
