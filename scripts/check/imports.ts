import { findCycles, type Graph } from './cycles.ts'
import type { Finding } from './finding.ts'
import { importRules, ruleForNewPackage, type ImportRule } from './import-rules.ts'
import { readImports, type ImportSite } from './read-imports.ts'
import { resolveImport } from './resolve-import.ts'
import { codeFolders, listCode } from './source-files.ts'
import { readManifest, readWorkspace, typesPackage, type Manifest, type Member } from './workspace.ts'

type Rules = Readonly<Record<string, ImportRule>>

/** Who imports whom: over files by their path from the root, and over members by name. */
interface Arrows {
  readonly files: Map<string, Set<string>>
  readonly members: Map<string, Set<string>>
}

/** Holds every import of every package and app against the rules; reads sources alone, nothing built. */
export function checkImports(root: string, rules: Rules = importRules): readonly Finding[] {
  const members = readWorkspace(root)
  const arrows: Arrows = { files: new Map(), members: new Map() }
  const shared = Object.keys(readManifest(root).devDependencies ?? {})
  const findings = members.flatMap((member) => {
    for (const name of declared(member.manifest, true)) addArrow(arrows.members, member.manifest.name, name)
    return codeFolders.flatMap((folder) =>
      listCode(member.directory, folder).flatMap((file) =>
        readImports(`${member.directory}/${file}`).flatMap((site) =>
          judge({ member, members, file, site, rules, shared, arrows }).map((what) => ({
            where: `${member.path}/${file}:${site.line}`,
            what,
          })),
        ),
      ),
    )
  })
  return [
    ...findings,
    ...cycleFindings(arrows.files, 'files import each other in a circle'),
    ...cycleFindings(onlyMembers(arrows.members, members), 'packages depend on each other in a circle'),
  ]
}

interface Case {
  readonly member: Member
  readonly members: readonly Member[]
  readonly file: string
  readonly site: ImportSite
  readonly rules: Rules
  /** Tools that the root offers to every test. */
  readonly shared: readonly string[]
  readonly arrows: Arrows
}

function judge({ member, members, file, site, rules, shared, arrows }: Case): readonly string[] {
  const inSources = file.startsWith('src/')
  const { specifier } = site
  if (specifier === undefined) {
    return inSources ? ['computes what it imports, so that no check can tell; write the specifier out'] : []
  }
  const resolved = resolveImport(member, file, specifier)
  const rule = rules[member.folder] ?? ruleForNewPackage
  switch (resolved.kind) {
    case 'outside':
      return [`'${specifier}' leaves ${member.path}; import the published entry of what you need`]
    case 'unknown-alias':
      return [`'${specifier}' is not in the "imports" of ${member.path}/package.json`]
    case 'node': {
      if (member.group === 'apps' || !inSources || allows(rule.node, file)) return []
      return [`'${specifier}' is Node's own, and this file has to run without Node`]
    }
    case 'file':
      for (const target of resolved.files) {
        addArrow(arrows.files, `${member.path}/${file}`, `${member.path}/${target}`)
      }
      return []
    case 'package': {
      const { name, entry } = resolved
      if (name === member.manifest.name) {
        return inSources ? ['imports its own package by name; name the file instead'] : []
      }
      addArrow(arrows.members, member.manifest.name, name)
      return [
        ...entryFindings(members, name, entry),
        ...declarationFindings(member, name, inSources, shared),
        ...(inSources && member.group === 'packages' ? ruleFindings(rule, file, site, name) : []),
      ]
    }
  }
}

function entryFindings(members: readonly Member[], name: string, entry: string): readonly string[] {
  const target = members.find((member) => member.manifest.name === name)
  if (!target || target.manifest.exports?.[entry] !== undefined) return []
  return [`'${entry}' is no published entry of ${name}; see "exports" in ${target.path}/package.json`]
}

function declarationFindings(
  member: Member,
  name: string,
  inSources: boolean,
  shared: readonly string[],
): readonly string[] {
  const known = [...declared(member.manifest, !inSources), ...(inSources ? [] : shared)]
  if (known.includes(name) || (!inSources && known.includes(typesPackage(name)))) return []
  const wanted = inSources ? '"dependencies"' : '"dependencies" or "devDependencies"'
  return [`'${name}' is not in the ${wanted} of ${member.path}/package.json`]
}

function ruleFindings(rule: ImportRule, file: string, site: ImportSite, name: string): readonly string[] {
  const permission = rule.may.find((candidate) => candidate.name === name)
  if (!permission) return [`may not import '${name}'; scripts/check/import-rules.ts says who may`]
  if (permission.within && !allows(permission.within, file)) {
    return [`'${name}' may be imported in ${permission.within.join(', ')} only`]
  }
  if (permission.dynamicOnly && site.atLoad) return [`'${name}' may be imported by import() only`]
  return []
}

function allows(places: boolean | readonly string[], file: string): boolean {
  if (typeof places === 'boolean') return places
  return places.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place))
}

function declared(manifest: Manifest, forTests: boolean): readonly string[] {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest
  return Object.keys({
    ...dependencies,
    ...peerDependencies,
    ...optionalDependencies,
    ...(forTests ? devDependencies : undefined),
  })
}

function addArrow(graph: Map<string, Set<string>>, from: string, to: string): void {
  const targets = graph.get(from) ?? new Set()
  graph.set(from, targets.add(to))
}

function onlyMembers(graph: Graph, members: readonly Member[]): Graph {
  const names = new Set(members.map((member) => member.manifest.name))
  return new Map([...graph].map(([from, to]) => [from, new Set([...to].filter((name) => names.has(name)))]))
}

function cycleFindings(graph: Graph, what: string): readonly Finding[] {
  return findCycles(graph).map((cycle) => ({
    where: cycle[0] ?? '',
    what: `${what}: ${cycle.join(' -> ')}`,
  }))
}
