import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run, type Outcome } from './run.ts'
import { readWorkspace } from './workspace.ts'

/** Holds the entries of each package against the limits in its `.size-limit.json`, as a web bundle, minified and zipped. */
export async function checkSizes(root: string): Promise<Outcome> {
  let ok = true
  let output = ''
  for (const { directory, path } of readWorkspace(root)) {
    if (!existsSync(join(directory, '.size-limit.json'))) continue
    const outcome = await run(join(root, 'node_modules/.bin/size-limit'), [], { cwd: directory })
    ok &&= outcome.ok
    // What esbuild warns of is its own business, as long as the sizes are right.
    if (!outcome.ok) output += `${path}\n${outcome.output}`
  }
  return { ok, output }
}
