import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import type { Finding } from './finding.ts'
import { readImports } from './read-imports.ts'
import { readManifest } from './workspace.ts'

/**
 * Where a package has a build for Node apart, its default build is for everything else: it has to load in a plain
 * page, so that none of its files may import anything but its neighbors.
 *
 * @param directory The package as its users get it.
 */
export function checkPlainBuild(directory: string): readonly Finding[] {
  const { name, exports } = readManifest(directory)
  const queue: string[] = []
  for (const target of Object.values(exports ?? {})) {
    if (typeof target !== 'object' || target === null || !('node' in target)) continue
    if (typeof target['default'] === 'string') queue.push(posix.normalize(target['default']))
  }
  const seen = new Set(queue)
  const findings: Finding[] = []
  for (const file of seen) {
    const where = `${name}/${file}`
    if (!existsSync(posix.join(directory, file))) {
      findings.push({ where, what: 'is not in the parcel' })
      continue
    }
    for (const { specifier, line } of readImports(posix.join(directory, file))) {
      if (specifier?.startsWith('.')) seen.add(posix.join(posix.dirname(file), specifier))
      else {
        const what = `imports ${specifier === undefined ? 'something computed' : `'${specifier}'`}; a plain page cannot`
        findings.push({ where: `${where}:${line}`, what })
      }
    }
  }
  return findings
}
