import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printFinding } from './finding.ts'
import { checkPlainBuild } from './plain-build.ts'
import { run, runPnpm, type Outcome } from './run.ts'
import { meetStranger, type Parcel } from './stranger.ts'
import { readWorkspace, type Member } from './workspace.ts'

/**
 * Checks the parcel, not the folder: packs every public package, has the tools judge each tarball, and has a
 * stranger install and use them all. Needs the packages built, and `pnpm` on the PATH.
 */
export async function checkParcels(root: string): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'wireloom-parcels-'))
  try {
    const members = readWorkspace(root).filter(
      ({ group, manifest }) => group === 'packages' && manifest.private !== true,
    )
    const packed = await Promise.all(members.map(async (member) => pack(directory, member)))
    const failed = packed.filter((parcel) => typeof parcel === 'string')
    const parcels = packed.filter((parcel) => typeof parcel !== 'string')
    const complaints = failed.length > 0 ? failed : await judgeAll(root, directory, parcels)
    return { ok: complaints.length === 0, output: complaints.join('\n') }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function judgeAll(
  root: string,
  directory: string,
  parcels: readonly Parcel[],
): Promise<readonly string[]> {
  const inTurn: string[] = []
  const tool = async (title: string, name: string, args: readonly string[]): Promise<void> => {
    inTurn.push(...complaint(title, await run(join(root, 'node_modules/.bin', name), args, { cwd: root })))
  }
  await Promise.all(
    parcels.flatMap(({ manifest, tarball }) => [
      tool(`publint ${manifest.name}`, 'publint', [tarball, '--strict']),
      tool(`attw ${manifest.name}`, 'attw', [tarball, '--profile', 'esm-only', '--no-emoji']),
    ]),
  )
  const trials = await meetStranger(root, join(directory, 'stranger'), parcels)
  const plain = parcels.flatMap(({ manifest }) =>
    checkPlainBuild(join(directory, 'stranger/node_modules', manifest.name)),
  )
  return [
    ...inTurn,
    ...Object.entries(trials).flatMap(([trial, outcome]) => complaint(`a stranger's ${trial}`, outcome)),
    ...plain.map((finding) => printFinding(finding)),
  ]
}

/** @returns The complaint, where it could not be packed. */
async function pack(
  directory: string,
  { folder, directory: source, manifest }: Member,
): Promise<Parcel | string> {
  const destination = join(directory, 'tarballs', folder)
  mkdirSync(destination, { recursive: true })
  const outcome = await runPnpm(['pack', '--pack-destination', destination], { cwd: source })
  const [tarball] = readdirSync(destination)
  if (outcome.ok && tarball !== undefined) {
    return { manifest, directory: source, tarball: join(destination, tarball) }
  }
  return `pnpm pack ${manifest.name} failed\n${outcome.output}`
}

function complaint(title: string, { ok, output }: Outcome): readonly string[] {
  return ok ? [] : [`${title} failed\n${output.trimEnd()}`]
}
