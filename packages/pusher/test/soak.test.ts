import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const program = fileURLToPath(new URL('../soak/run.mjs', import.meta.url))

test(
  'twenty seconds of every trouble at once: all is heard once or told as a gap, and nothing is left running',
  { timeout: 60_000 },
  async () => {
    const { stdout, stderr } = await run(process.execPath, ['--expose-gc', program, '20', '100'])
    const { account, problems, struck } = JSON.parse(stdout) as {
      account: Record<string, number>
      problems: string[]
      struck: Record<string, number>
    }
    expect(problems, stdout).toEqual([])
    expect(stderr).toBe('')
    expect(account).toMatchObject({ lost: 0, doubled: 0 })
    expect(account['delivered']).toBeGreaterThan(1_000)
    expect(account['inGaps'], 'the trouble did cost something').toBeGreaterThan(0)
    expect(Object.keys(struck)).toHaveLength(12)
  },
)
