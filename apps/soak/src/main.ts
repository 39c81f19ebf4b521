// `node src/main.ts [CUTS] [KILLS] [SEED]`: ends with 1 where something was lost, doubled or never answered.
import { isClean } from './account.ts'
import { SoakError } from './soak-error.ts'
import { soak } from './soak.ts'

const [cuts = 9_500, kills = 500, seed = 7] = process.argv.slice(2).map(Number)
if (![cuts, kills, seed].every((each) => Number.isSafeInteger(each) && each >= 0))
  throw new SoakError('node src/main.ts [CUTS] [KILLS] [SEED]: whole numbers, none below 0.')
const begunAtMs = Date.now()
console.log(`${cuts} cuts and ${kills} kills of a bot on both platforms, seed ${seed}`)
const account = await soak({
  cuts,
  kills,
  seed,
  progress: (struck, killed) => {
    if (killed % 25 === 0) console.log(`  ${struck} cuts, ${killed} kills, ${secondsSince(begunAtMs)} s`)
  },
})
for (const [name, value] of Object.entries(account)) {
  console.log(`${name.padStart(14)}  ${typeof value === 'number' ? value : `${value.length} ${list(value)}`}`)
}
console.log(
  isClean(account) ? 'Nothing was lost in silence, and nothing was done twice.' : 'This must not be.',
)
process.exitCode = isClean(account) ? 0 : 1

function secondsSince(ms: number): number {
  return Math.round((Date.now() - ms) / 1_000)
}

function list(values: readonly unknown[]): string {
  return values
    .slice(0, 5)
    .map((value) => JSON.stringify(value))
    .join(' ')
}
