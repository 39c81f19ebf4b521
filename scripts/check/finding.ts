/** One thing a check found wrong: where it is, and what to do about it. */
export interface Finding {
  /** Path from the repository's root, with `:line` where one line is meant. */
  readonly where: string
  readonly what: string
}

export function printFinding({ where, what }: Finding): string {
  return `${where}: ${what}`
}
