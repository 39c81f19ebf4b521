import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Finding } from './finding.ts'
import { readImports } from './read-imports.ts'
import { resolveImport } from './resolve-import.ts'
import { readWorkspace, targetFiles, typesPackage, type Member } from './workspace.ts'

/**
 * Holds the imports of every declaration that users can reach against what an installation brings: a type that
 * comes from devDependencies is there for us and missing for everyone else.
 */
export function checkDeclarations(root: string): readonly Finding[] {
  return readWorkspace(root)
    .filter((member) => member.group === 'packages' && member.manifest.private !== true)
    .flatMap((member) =>
      existsSync(join(member.directory, 'dist'))
        ? reachableFindings(member)
        : [{ where: `${member.path}/dist`, what: 'is missing; build first: pnpm build' }],
    )
}

function reachableFindings(member: Member): readonly Finding[] {
  const findings: Finding[] = []
  const entries = Object.values(member.manifest.exports ?? {}).flatMap((target) => targetFiles(target))
  const seen = new Set(entries.filter((file) => file.endsWith('.d.ts')).map((file) => posix.normalize(file)))
  for (const file of seen) {
    if (!existsSync(join(member.directory, file))) continue
    for (const { specifier, line } of readImports(join(member.directory, file))) {
      if (specifier?.startsWith('.')) {
        seen.add(posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.d.ts'))
      }
      const what = judge(member, file, specifier)
      if (what !== undefined) findings.push({ where: `${member.path}/${file}:${line}`, what })
    }
  }
  return findings
}

function judge(member: Member, file: string, specifier: string | undefined): string | undefined {
  if (specifier === undefined) return 'does not parse'
  const resolved = resolveImport(member, file, specifier)
  if (resolved.kind !== 'package') return undefined
  const { dependencies, peerDependencies, devDependencies } = member.manifest
  const brought = { ...dependencies, ...peerDependencies }
  const { name } = resolved
  if (!(name in brought)) {
    return `shows types of '${name}', which an installation does not bring; see "dependencies"`
  }
  const typesName = typesPackage(name)
  if (typesName in (devDependencies ?? {}) && !(typesName in brought)) {
    return `shows types of '${name}', which come from ${typesName} in "devDependencies": keep them inside`
  }
  return undefined
}
