import { graphemes, type TextLimits } from './room-left.js'

/**
 * Splits a text into pieces that fit, for {@link SendOptions.split}: with ` (1/3)` at the end of each: at the end of a word where there is one in the
 * second half of the piece, else between two characters as readers see them. Undefined where no piece can fit.
 */
export function splitText(text: string, limits: TextLimits): readonly string[] | undefined {
  for (let expected = 2; expected <= 999;) {
    const suffix = ` (${expected}/${expected})`
    const pieces = cut(text, {
      ...(limits.maxCharacters !== undefined && { maxCharacters: limits.maxCharacters - suffix.length }),
      ...(limits.maxBytes !== undefined && { maxBytes: limits.maxBytes - suffix.length }),
    })
    if (pieces === undefined) return undefined
    // Its own length may have grown with the number of pieces.
    if (String(pieces.length).length <= String(expected).length) {
      return pieces.map((piece, index) => `${piece} (${index + 1}/${pieces.length})`)
    }
    expected = 10 ** String(pieces.length).length - 1
  }
  return undefined
}

function cut(text: string, limits: TextLimits): readonly string[] | undefined {
  const pieces: string[] = []
  let piece: string[] = []
  let characters = 0
  let bytes = 0
  const { maxCharacters = Infinity, maxBytes = Infinity } = limits
  const encoder = new TextEncoder()
  for (const grapheme of graphemes(text)) {
    const size = encoder.encode(grapheme).length
    if (1 > maxCharacters || size > maxBytes) return undefined
    if (characters + 1 > maxCharacters || bytes + size > maxBytes) {
      // Where a word ends just here, nothing of it belongs to the next piece.
      const carried = grapheme.trim() === '' ? [] : endOfWord(piece)
      pieces.push(
        piece
          .slice(0, piece.length - carried.length)
          .join('')
          .trimEnd(),
      )
      piece = carried
      characters = carried.length
      bytes = encoder.encode(carried.join('')).length
    }
    if (piece.length === 0 && grapheme.trim() === '') continue
    piece.push(grapheme)
    characters += 1
    bytes += size
  }
  if (piece.length > 0) pieces.push(piece.join(''))
  return pieces.filter((each) => each !== '')
}

/** The word that was begun and belongs to the next piece. */
function endOfWord(piece: readonly string[]): string[] {
  for (let index = piece.length - 1; index >= piece.length / 2; index -= 1) {
    if (piece[index]?.trim() === '') return piece.slice(index + 1)
  }
  return []
}
