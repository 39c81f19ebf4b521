import type { Step } from './steps.ts'

export interface RunStepsOptions {
  readonly root: string
  /** The steps to run, with those they need before them; all where none is named. */
  readonly only: readonly string[]
  readonly write: (text: string) => void
  readonly nowMs: () => number
}

/**
 * Runs the steps one by one, a line and a time for each, and what a failing one printed.
 *
 * @returns The names of the steps that failed. What a failed step was needed for is skipped, by name.
 */
export async function runSteps(
  steps: readonly Step[],
  { root, only, write, nowMs }: RunStepsOptions,
): Promise<readonly string[]> {
  const failed: string[] = []
  for (const step of chosenSteps(steps, only)) {
    if (step.needs !== undefined && failed.includes(step.needs)) {
      write(`skip  ${step.name.padEnd(10)} needs ${step.needs}\n`)
      continue
    }
    const startMs = nowMs()
    const { ok, output } = await step.run(root)
    const seconds = ((nowMs() - startMs) / 1000).toFixed(1)
    write(`${ok ? 'ok   ' : 'FAIL '} ${step.name.padEnd(10)} ${seconds.padStart(5)} s  ${step.about}\n`)
    if (ok) continue
    failed.push(step.name)
    write(`${indent(output.trim())}\n`)
  }
  return failed
}

function chosenSteps(steps: readonly Step[], only: readonly string[]): readonly Step[] {
  if (only.length === 0) return steps
  const needed = steps.filter(({ name }) => only.includes(name)).map(({ needs }) => needs)
  return steps.filter(({ name }) => only.includes(name) || needed.includes(name))
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n')
}
