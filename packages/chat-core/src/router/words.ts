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

/** Whatever the case: most talk is told apart by its first letter, without a copy being made. */
function startsWith(line: string, start: string): boolean {
  if (line.startsWith(start)) return true
  const isNear = line.charAt(0).toLowerCase() === start.charAt(0).toLowerCase()
  return isNear && line.slice(0, start.length).toLowerCase() === start.toLowerCase()
}
