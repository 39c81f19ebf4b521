const pieces = /"(?<double>[^"]*)"|“(?<curly>[^”]*)”|«(?<angle>[^»]*)»|(?<plain>\S+)/gu

/** A word of a command line, and where it begins in it. */
export interface Word {
  readonly text: string
  readonly start: number
}

/** Splits at white space; `"…"`, `“…”` and `«…»` hold words together. A quote that is never closed is a letter. */
export function splitWords(line: string): readonly Word[] {
  return [...line.matchAll(pieces)].map(({ groups = {}, index }) => ({
    text: groups['double'] ?? groups['curly'] ?? groups['angle'] ?? groups['plain'] ?? '',
    start: index,
  }))
}

/** A message that begins like a command. */
export interface CommandLine {
  /** In lower case, without its prefix. */
  readonly name: string
  /** What follows it. */
  readonly rest: string
}

/** Reads a command: a prefix and a name, or our own name with an `@` and a name. Undefined for ordinary talk. */
export function readCommandLine(
  text: string,
  prefixes: readonly string[],
  mention: string | undefined,
): CommandLine | undefined {
  const line = text.trimStart()
  const start = prefixes.find((prefix) => startsWith(line, prefix)) ?? (mention && findMention(line, mention))
  if (start === undefined) return undefined
  const [, name, rest = ''] = /^(\S+)\s*(.*)$/su.exec(line.slice(start.length)) ?? []
  return name === undefined ? undefined : { name: name.toLowerCase(), rest: rest.trimEnd() }
}

function findMention(line: string, name: string): string | undefined {
  const start = `@${name} `
  return line.startsWith('@') && startsWith(line, start) ? start : undefined
}

/** Whatever the case: most talk is told apart by its first character, without a copy being made. */
function startsWith(line: string, start: string): boolean {
  const [one, other] = [line.charCodeAt(0), start.charCodeAt(0)]
  const caseBit = 32
  if (one < asciiEnd && other < asciiEnd && (one | caseBit) !== (other | caseBit)) return false
  return line.slice(0, start.length).toLowerCase() === start.toLowerCase()
}

const asciiEnd = 128
