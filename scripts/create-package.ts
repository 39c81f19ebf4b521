/** `pnpm create-package <name> "<description>"`: a new package that differs from the others in its name alone. */
import { fileURLToPath } from 'node:url'
import { createPackage, refusal } from './create-package/create-package.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [name, description, ...rest] = process.argv.slice(2)

if (name === undefined || description === undefined || rest.length > 0) {
  refuse('usage: pnpm create-package <name> "<what it is, in one sentence>"')
} else {
  const reason = refusal(root, { name, description })
  if (reason !== undefined) refuse(reason)
  else {
    const files = createPackage(root, { name, description })
    process.stdout.write(`${files.join('\n')}\n`)
    process.stdout.write(
      'Next: pnpm install, then a line in scripts/check/import-rules.ts for what it may import.\n',
    )
  }
}

function refuse(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 2
}
