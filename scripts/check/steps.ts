import { checkDeclarations } from './declarations.ts'
import { printFinding, type Finding } from './finding.ts'
import { checkImports } from './imports.ts'
import { checkPackages } from './packages.ts'
import { checkParcels } from './parcels.ts'
import { run, type Outcome } from './run.ts'
import { checkSizes } from './sizes.ts'
import { checkTables } from './tables.ts'

export interface Step {
  readonly name: string
  /** What it proves, in one line. */
  readonly about: string
  /** A step without which this one's findings would be noise. */
  readonly needs?: string
  run(root: string): Promise<Outcome>
}

/** Everything `pnpm check` looks at, in its order. */
export const steps: readonly Step[] = [
  {
    name: 'build',
    about: 'every package builds',
    run: async (root) => run('turbo', ['run', 'build', '--output-logs=errors-only'], { cwd: root }),
  },
  {
    name: 'types',
    about: 'sources, tests, examples, scripts and configuration type-check',
    needs: 'build',
    run: async (root) => {
      const members = await run('turbo', ['run', 'typecheck', '--output-logs=errors-only'], { cwd: root })
      const own = await run('tsc', ['-p', 'tsconfig.json'], { cwd: root })
      return { ok: members.ok && own.ok, output: members.output + own.output }
    },
  },
  {
    name: 'lint',
    about: 'oxlint with types finds nothing',
    // A sibling without its declarations looks like an error type, and the findings would be wrong.
    needs: 'build',
    run: async (root) => run('oxlint', [], { cwd: root }),
  },
  {
    name: 'format',
    about: 'oxfmt would change nothing',
    run: async (root) => run('oxfmt', ['--check'], { cwd: root }),
  },
  {
    name: 'unused',
    about: 'no dead file, export or dependency',
    run: async (root) => run('knip', ['--no-progress', '--no-config-hints'], { cwd: root }),
  },
  {
    name: 'imports',
    about: 'nobody imports whom they may not, and no arrows run in a circle',
    // Sources alone: whoever broke a rule hears of it though nothing builds.
    run: async (root) => report(checkImports(root)),
  },
  {
    name: 'packages',
    about: 'every package follows the template',
    run: async (root) => report(checkPackages(root)),
  },
  {
    name: 'tables',
    about: "every endpoint and event of Kick's stands in its page, with a test",
    run: async (root) => report(checkTables(root)),
  },
  {
    name: 'parcels',
    about: 'what would be published installs, loads and type-checks elsewhere',
    needs: 'build',
    run: async (root) => {
      const declarations = report(checkDeclarations(root))
      return declarations.ok ? checkParcels(root) : declarations
    },
  },
  {
    name: 'sizes',
    about: 'no entry has grown beyond its limit',
    needs: 'build',
    run: async (root) => report(await checkSizes(root)),
  },
]

function report(findings: readonly Finding[]): Outcome {
  return { ok: findings.length === 0, output: findings.map((finding) => printFinding(finding)).join('\n') }
}
