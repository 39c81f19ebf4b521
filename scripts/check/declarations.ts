import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from './finding.ts'
import { readImports } from './read-imports.ts'
import { resolveImport } from './resolve-import.ts'
import { listCode } from './source-files.ts'
import { readWorkspace, type Member } from './workspace.ts'

/**
 * Holds every import of the built declarations against what an installation brings: a type that comes from
 * devDependencies is there for us and missing for everyone else.
 */
export function checkDeclarations(root: string): readonly Finding[] {
  return readWorkspace(root)
    .filter((member) => member.group === 'packages' && member.manifest.private !== true)
    .flatMap((member) => {
      if (!existsSync(join(member.directory, 'dist'))) {
        return [{ where: `${member.path}/dist`, what: 'is missing; build first: pnpm build' }]
      }
      return listCode(member.directory, 'dist', /\.d\.[cm]?ts$/).flatMap((file) =>
        readImports(join(member.directory, file)).flatMap(({ specifier, line }) =>
          judge(member, file, specifier).map((what) => ({ where: `${member.path}/${file}:${line}`, what })),
        ),
      )
    })
}

function judge(member: Member, file: string, specifier: string | undefined): readonly string[] {
  if (specifier === undefined) return ['does not parse']
  const resolved = resolveImport(member, file, specifier)
  if (resolved.kind !== 'package') return []
  const { dependencies, peerDependencies, devDependencies } = member.manifest
  const brought = { ...dependencies, ...peerDependencies }
  const { name } = resolved
  if (!(name in brought)) {
    return [`shows types of '${name}', which an installation does not bring; see "dependencies"`]
  }
  const typesName = `@types/${name.replace(/^@/, '').replace('/', '__')}`
  if (typesName in (devDependencies ?? {}) && !(typesName in brought)) {
    return [`shows types of '${name}', which come from ${typesName} in "devDependencies": keep them inside`]
  }
  return []
}
