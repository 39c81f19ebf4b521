import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The folders of a member that hold code of ours; `src` is what others run, the rest is for us. */
export const codeFolders = ['src', 'test', 'examples', 'bench'] as const

/** Every code file below `folder` of `directory`, as a path from `directory` with `/` between its parts. */
export function listCode(directory: string, folder: string, ending = /\.[cm]?[jt]s$/): readonly string[] {
  const start = join(directory, folder)
  if (!existsSync(start)) return []
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.split('/').includes('node_modules'))
    .toSorted()
}
