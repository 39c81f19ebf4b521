/** What closes a quote, by what opens it. */
const closings = new Map([
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
])

/** A word of a command line, and where it begins in it. */
export interface Word {
  readonly text: string
  readonly start: number
}

/** Splits at white space; `"…"`, `“…”` and `«…»` hold words together. A quote that is never closed is a letter. */
export function splitWords(line: string): readonly Word[] {
  const words: Word[] = []
  const letter = /\S/gu
  const plain = /\S+/uy
  /** Where each closing stands last: without it, a line of quotes that nothing closes is searched for each of them. */
  const lasts = new Map<string, number>()
  for (let found = letter.exec(line); found !== null; found = letter.exec(line)) {
    const { index: start } = found
    const closing = closings.get(found[0])
    if (closing !== undefined && !lasts.has(closing)) lasts.set(closing, line.lastIndexOf(closing))
    if (closing !== undefined && start < (lasts.get(closing) ?? -1)) {
      const end = line.indexOf(closing, start + 1)
      words.push({ text: line.slice(start + 1, end), start })
      letter.lastIndex = end + 1
    } else {
      plain.lastIndex = start
      const [text = ''] = plain.exec(line) ?? []
      words.push({ text, start })
      letter.lastIndex = start + text.length
    }
  }
  return words
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
  const start = prefixes.find((prefix) => startsWith(line, prefix)) ?? findMention(line, mention)
  if (start === undefined) return undefined
  const [, name, rest = ''] = /^(\S+)\s*(.*)$/su.exec(line.slice(start.length)) ?? []
  return name === undefined ? undefined : { name: name.toLowerCase(), rest: rest.trimEnd() }
}

function findMention(line: string, name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined
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
