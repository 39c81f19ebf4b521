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
  const starts = mention === undefined ? prefixes : [...prefixes, `@${mention} `]
  const start = starts.find((each) => line.slice(0, each.length).toLowerCase() === each.toLowerCase())
  if (start === undefined) return undefined
  const [, name, rest = ''] = /^(\S+)\s*(.*)$/su.exec(line.slice(start.length)) ?? []
  return name === undefined ? undefined : { name: name.toLowerCase(), rest: rest.trimEnd() }
}
