import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from './finding.ts'
import { run } from './run.ts'
import { readWorkspace } from './workspace.ts'

/** What size-limit says of one entry, in bytes. */
interface Measured {
  readonly name: string
  readonly passed: boolean
  readonly size: number
  readonly sizeLimit: number
}

/** Holds the entries of each package against the limits in its `.size-limit.json`, as a web bundle, minified and zipped. */
export async function checkSizes(root: string): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { directory, path } of readWorkspace(root)) {
    if (!existsSync(join(directory, '.size-limit.json'))) continue
    const { output } = await run(join(root, 'node_modules/.bin/size-limit'), ['--json'], { cwd: directory })
    // What esbuild warns of stands before and after it.
    const json = /^\[\n.*?^\]/ms.exec(output)?.[0]
    if (json === undefined) findings.push({ where: path, what: output })
    for (const { name, passed, size, sizeLimit } of JSON.parse(json ?? '[]') as readonly Measured[]) {
      if (!passed)
        findings.push({ where: `${path} ${name}`, what: `weighs ${size} bytes of at most ${sizeLimit}` })
    }
  }
  return findings
}
