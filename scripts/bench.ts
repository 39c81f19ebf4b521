/** Runs every package's benchmarks, one after the other: `pnpm bench [WORDS OF A PATH]`. */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

const wanted = process.argv.slice(2)
const programs = globSync('packages/*/bench/*.mjs', { cwd: `${import.meta.dirname}/..` }).toSorted()

for (const program of programs.filter((path) => wanted.every((word) => path.includes(word)))) {
  process.stdout.write(`\n# ${program}\n`)
  const { status } = spawnSync(process.execPath, ['--expose-gc', program], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
