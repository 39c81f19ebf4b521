import type { ArgumentShape, ArgumentValues } from './argument.js'
import { splitWords } from './words.js'

/** Arguments that were read; or words, for the one who wrote them, about what is wrong. */
export type ParsedArguments<Shape extends ArgumentShape> =
  | { readonly values: ArgumentValues<Shape> }
  | { readonly problem: string }

/** Reads the words after a command's name. What is too much is a problem too: nobody should think that it was heard. */
export function parseArguments<Shape extends ArgumentShape>(
  shape: Shape,
  line: string,
): ParsedArguments<Shape> {
  const words = splitWords(line)
  const values: [string, unknown][] = []
  let next = 0
  for (const [name, argument] of Object.entries(shape)) {
    const found = words[next]
    if (found === undefined && !argument.isOptional) return { problem: `${name} is missing` }
    if (found === undefined) {
      values.push([name, argument.fallback])
      continue
    }
    // One quoted piece is given without its quotes, anything more as it was written.
    const isLine = argument.takesRest && next < words.length - 1
    const parsed = argument.parse(isLine ? line.slice(found.start) : found.text)
    if ('expected' in parsed) return { problem: `${name} has to be ${parsed.expected}` }
    values.push([name, parsed.value])
    next = argument.takesRest ? words.length : next + 1
  }
  const surplus = words[next]
  if (surplus !== undefined) return { problem: `“${surplus.text}” is too much` }
  return { values: Object.fromEntries(values) as ArgumentValues<Shape> }
}

/** How a command is written: `!ban <user> [duration] [reason…]`. */
export function describeUsage(command: string, shape: ArgumentShape): string {
  const hints = Object.entries(shape).map(([name, { isOptional, takesRest }]) => {
    const hint = takesRest ? `${name}…` : name
    return isOptional ? `[${hint}]` : `<${hint}>`
  })
  return [command, ...hints].join(' ')
}
