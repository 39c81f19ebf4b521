import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createFiles, type PackageFacts } from '../check/template.ts'
import { groups } from '../check/workspace.ts'

/** Names vitest already uses for projects that are no package. */
const taken: readonly string[] = ['scripts', 'browser']

/** Says what is wrong with the facts of a new package, or nothing where they are fine. */
export function refusal(root: string, { name, description }: PackageFacts): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return `the name '${name}' has to be lower-case words joined by hyphens, without the scope: kick-chat`
  }
  if (name.length > 40) return `the name '${name}' is longer than 40 characters`
  const group = groups.find((candidate) => existsSync(join(root, candidate, name)))
  if (group) return `${group}/${name} is there already`
  if (taken.includes(name)) return `the name '${name}' belongs to a test project of the repository`
  if (description.trim() === '') return 'a description is missing: one sentence that says what the package is'
  if (description !== description.trim() || /[\n\r]/.test(description) || description.endsWith('.')) {
    return 'the description has to be one line without a full stop or spaces around it'
  }
  return undefined
}

/**
 * Writes a package from the template.
 *
 * @returns The paths of its files from the repository's root.
 */
export function createPackage(root: string, facts: PackageFacts): readonly string[] {
  const directory = join(root, 'packages', facts.name)
  const files = createFiles(facts)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
  copyFileSync(join(root, 'LICENSE'), join(directory, 'LICENSE'))
  return [...Object.keys(files), 'LICENSE'].toSorted().map((file) => `packages/${facts.name}/${file}`)
}
