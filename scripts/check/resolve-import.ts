import { existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { targetFiles, type Member } from './workspace.ts'

/** What a specifier means, seen from one file of one member. */
export type Resolved =
  | { readonly kind: 'file'; readonly files: readonly string[] }
  | { readonly kind: 'outside' }
  | { readonly kind: 'unknown-alias' }
  | { readonly kind: 'node' }
  | { readonly kind: 'package'; readonly name: string; readonly entry: string }

const builtins: ReadonlySet<string> = new Set(builtinModules)

/** @param file The importing file, as a path from the member's folder. */
export function resolveImport(member: Member, file: string, specifier: string): Resolved {
  if (specifier.startsWith('.') || specifier.startsWith('/')) {
    const path = posix.join(posix.dirname(file), specifier)
    if (specifier.startsWith('/') || path.startsWith('..')) return { kind: 'outside' }
    return { kind: 'file', files: [sourceOf(member, path)] }
  }
  if (specifier.startsWith('#')) {
    const files = targetFiles(member.manifest.imports?.[specifier])
    if (files.length === 0) return { kind: 'unknown-alias' }
    return { kind: 'file', files: files.map((target) => posix.normalize(target)) }
  }
  if (specifier.startsWith('node:') || builtins.has(specifier)) return { kind: 'node' }
  const parts = specifier.split('/')
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  const rest = specifier.slice(name.length + 1)
  return { kind: 'package', name, entry: rest === '' ? '.' : `./${rest}` }
}

/** Sources name their neighbors by the ending these will have once built. */
function sourceOf(member: Member, path: string): string {
  const source = path.replace(/\.([cm]?)js$/, '.$1ts')
  return existsSync(posix.join(member.directory, source)) ? source : path
}
