import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Finding } from './finding.ts'
import { readJsonc } from './read-jsonc.ts'
import { listCode } from './source-files.ts'
import {
  buildTsconfig,
  freeCompilerOptions,
  enginesOf,
  manifestTemplate,
  optionalFields,
  scriptsFor,
  tsconfig,
} from './template.ts'
import { readWorkspace, scope, type Member, type Target } from './workspace.ts'

type Json = Readonly<Record<string, unknown>>

/** Holds every package against the one template, so that no two differ by accident. */
export function checkPackages(root: string): readonly Finding[] {
  return readWorkspace(root)
    .filter((member) => member.group === 'packages')
    .flatMap((member) => [
      ...fileFindings(root, member),
      ...manifestFindings(member),
      ...tsconfigFindings(member, 'tsconfig.json', tsconfig),
      ...tsconfigFindings(member, 'tsconfig.build.json', buildTsconfig),
    ])
}

function fileFindings(root: string, member: Member): readonly Finding[] {
  const findings: Finding[] = []
  const add = (file: string, what: string): void => {
    findings.push({ where: `${member.path}/${file}`, what })
  }
  const read = (file: string): string | undefined => {
    const path = join(member.directory, file)
    if (existsSync(path)) return readFileSync(path, 'utf8')
    add(file, 'is missing')
    return undefined
  }

  const readme = read('README.md')
  const heading = `# ${scope}/${member.folder}`
  if (readme !== undefined && readme.split('\n', 1)[0] !== heading) {
    add('README.md:1', `the first line has to be '${heading}'`)
  }
  const license = read('LICENSE')
  if (license !== undefined && license !== readFileSync(join(root, 'LICENSE'), 'utf8')) {
    add('LICENSE', "differs from the repository's")
  }
  const tsup = read('tsup.config.ts')
  if (tsup !== undefined && !tsup.includes('createTsupConfig(')) {
    add('tsup.config.ts', 'does not build by createTsupConfig of tsup.base.ts')
  }
  if (!existsSync(join(member.directory, 'src/index.ts'))) add('src/index.ts', 'is missing')
  if (listCode(member.directory, 'test', /\.test\.ts$/).length === 0) add('test', 'holds no *.test.ts')
  const programs = new Map<string, number>()
  for (const file of listCode(member.directory, 'examples')) {
    const lines = (read(file) ?? '').trimEnd().split('\n').length
    const [, folder, inner] = file.split('/')
    if (inner !== undefined)
      programs.set(`examples/${folder}`, (programs.get(`examples/${folder}`) ?? 0) + lines)
    else if (lines >= 40) add(file, `has ${lines} lines; an example stays under 40`)
  }
  for (const [folder, lines] of programs) {
    if (lines >= 300) add(folder, `has ${lines} lines; an example of several files stays under 300`)
  }
  return findings
}

function manifestFindings(member: Member): readonly Finding[] {
  const where = `${member.path}/package.json`
  const manifest: Json = { ...member.manifest }
  const findings: Finding[] = []
  const add = (what: string): void => {
    findings.push({ where, what })
  }

  for (const [field, wanted] of Object.entries({
    ...manifestTemplate,
    engines: enginesOf(member.folder),
    name: `${scope}/${member.folder}`,
    scripts: scriptsFor(member.folder),
  })) {
    if (!(field in manifest)) add(`"${field}" is missing`)
    else if (wanted !== null && !isDeepStrictEqual(manifest[field], wanted)) {
      add(`"${field}" has to be ${JSON.stringify(wanted)}`)
    }
  }

  for (const field of Object.keys(manifest)) {
    if (field in manifestTemplate || optionalFields.includes(field)) continue
    add(`"${field}" is not in the template (scripts/check/template.ts)`)
  }

  for (const [entry, target] of Object.entries(member.manifest.exports ?? {})) {
    if (!isEntryShape(entry, target)) {
      add(`"exports" of '${entry}' has to be "types", then "node" if need be, then "default", below ./dist/`)
    }
  }
  if (member.manifest.exports?.['./package.json'] === undefined) add(`"exports" lacks './package.json'`)
  return findings
}

function isEntryShape(entry: string, target: Target): boolean {
  if (entry === './package.json') return target === './package.json'
  if (typeof target !== 'object' || target === null) return false
  const conditions = Object.keys(target).join(' ')
  return (
    (conditions === 'types default' || conditions === 'types node default') &&
    Object.values(target).every((path) => typeof path === 'string' && path.startsWith('./dist/'))
  )
}

function tsconfigFindings(member: Member, file: string, template: string): readonly Finding[] {
  const path = join(member.directory, file)
  const where = `${member.path}/${file}`
  if (!existsSync(path)) return [{ where, what: 'is missing' }]
  const { compilerOptions, ...rest } = readJsonc(path) as Json
  const strict = Object.fromEntries(
    Object.entries(compilerOptions ?? {}).filter(([option]) => !freeCompilerOptions.includes(option)),
  )
  if (isDeepStrictEqual({ ...rest, compilerOptions: strict }, JSON.parse(template))) return []
  const free = freeCompilerOptions.join(', ')
  return [{ where, what: `differs from scripts/check/template.ts in more than the options ${free}` }]
}
