import { readFileSync } from 'node:fs'
import { parseSync, Visitor } from 'oxc-parser'

/** One place where a file names another module. */
export interface ImportSite {
  /** `undefined` where the specifier is computed, so that nobody can tell what it names. */
  readonly specifier: string | undefined
  readonly line: number
  /** Whether it is loaded with the file: `import()` waits until it is reached, and types are erased. */
  readonly atLoad: boolean
}

/** Every import, re-export, `import()` and `import('…')` type of a file, types and values alike. */
export function readImports(file: string): readonly ImportSite[] {
  const text = readFileSync(file, 'utf8')
  const { module, program, errors } = parseSync(file, text)
  const sites: ImportSite[] = []
  const add = (specifier: string | undefined, start: number, atLoad = true): void => {
    sites.push({ specifier, line: lineOf(text, start), atLoad })
  }

  if (errors.length > 0) add(undefined, 0)
  for (const { moduleRequest, entries, start } of module.staticImports) {
    add(moduleRequest.value, start, !areTypes(entries))
  }
  for (const { entries, start } of module.staticExports) {
    const [entry] = entries
    if (entry?.moduleRequest) add(entry.moduleRequest.value, start, !areTypes(entries))
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    add(literalOf(text.slice(moduleRequest.start, moduleRequest.end)), start, false)
  }
  // Two forms of TypeScript that the module record leaves out.
  new Visitor({
    TSImportType: (node) => add(node.source.value, node.start, false),
    TSExternalModuleReference: (node) => add(node.expression.value, node.start),
  }).visit(program)
  return sites
}

/** Whether a statement names types alone; one that names nothing is there for what the module does. */
function areTypes(entries: readonly { readonly isType: boolean }[]): boolean {
  return entries.length > 0 && entries.every(({ isType }) => isType)
}

function literalOf(source: string): string | undefined {
  const [, , specifier] = /^(['"`])([^'"`$\\]*)\1$/.exec(source) ?? []
  return specifier
}

function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
