import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The one npm scope of this repository. */
export const scope = '@wireloom'

/** The folders that hold members of the workspace. */
export const groups = ['packages', 'apps'] as const
type Group = (typeof groups)[number]

type Dependencies = Readonly<Record<string, string>>

/** Where a specifier leads: a path, conditions that lead on, or nothing. */
export type Target = string | null | { readonly [condition: string]: Target }

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, Target>>
  readonly imports?: Readonly<Record<string, Target>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Dependencies
  readonly peerDependencies?: Dependencies
  readonly optionalDependencies?: Dependencies
  readonly devDependencies?: Dependencies
}

/** A package or an app. */
export interface Member {
  readonly group: Group
  /** `pusher` of `packages/pusher`. */
  readonly folder: string
  /** `packages/pusher`. */
  readonly path: string
  /** The absolute path. */
  readonly directory: string
  readonly manifest: Manifest
}

export function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest
}

/** Every package and app below `root`, in the order of their names. */
export function readWorkspace(root: string): readonly Member[] {
  return groups.flatMap((group) =>
    listFolders(join(root, group))
      .filter((folder) => existsSync(join(root, group, folder, 'package.json')))
      .map((folder) => {
        const directory = join(root, group, folder)
        return { group, folder, path: `${group}/${folder}`, directory, manifest: readManifest(directory) }
      }),
  )
}

/** The files a target of `exports` or `imports` can lead to, whatever the condition. */
export function targetFiles(target: Target | undefined): readonly string[] {
  if (target === undefined || target === null) return []
  if (typeof target === 'string') return [target]
  return Object.values(target).flatMap((inner) => targetFiles(inner))
}

/** The package on which the types of another one lie, where that one has none: `@types/ws`. */
export function typesPackage(name: string): string {
  return `@types/${name.replace(/^@/, '').replace('/', '__')}`
}

function listFolders(directory: string): readonly string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
}
