import stringWidth from 'string-width'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * The beginning of a text that fits into so many columns of a terminal, with an ellipsis where something is left out.
 * Wide characters count two, and none is cut in half.
 *
 * @param text plain, without styles
 */
export function fit(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  let kept = ''
  let used = 1
  for (const { segment } of segmenter.segment(text)) {
    used += stringWidth(segment)
    if (used > columns) break
    kept += segment
  }
  return columns < 1 ? '' : `${kept}…`
}

/** The text, cut or filled with spaces to exactly so many columns. */
export function fill(text: string, columns: number): string {
  const fitted = fit(text, columns)
  return fitted + ' '.repeat(Math.max(0, columns - stringWidth(fitted)))
}
