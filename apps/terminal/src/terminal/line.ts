import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** A line to print, in two pieces, so that what does not fit can go on below the second one. */
export interface Line {
  /** When and where; never broken. */
  readonly prefix: string
  /** What there is to say. */
  readonly body: string
}

/** How few columns a body may be squeezed into before the rows begin at the left edge instead. */
const leastColumns = 24

const isolateStart = '\u2068'
const isolateEnd = '\u2069'

export function joinLine({ prefix, body }: Line): string {
  return prefix + body
}

/** The rows that a line takes in a terminal of so many columns: broken between words, and set in below the body. */
export function wrapLine({ prefix, body }: Line, columns: number): readonly string[] {
  const indent = stringWidth(prefix)
  if (columns - indent < leastColumns) return wrap(prefix + body, columns)
  const [first = '', ...rest] = wrap(body, columns - indent)
  return [prefix + first, ...rest.map((row) => ' '.repeat(indent) + row)]
}

function wrap(text: string, columns: number): readonly string[] {
  if (stringWidth(text) <= columns) return [text]
  let open = 0
  return wrapAnsi(text, Math.max(1, columns), { hard: true })
    .split('\n')
    .map((row) => {
      // Each row is a paragraph to the terminal: a frame around text of the other direction has to begin anew.
      const start = isolateStart.repeat(open)
      open += countOf(row, isolateStart) - countOf(row, isolateEnd)
      return start + row + isolateEnd.repeat(Math.max(0, open))
    })
}

function countOf(text: string, character: string): number {
  return text.split(character).length - 1
}
