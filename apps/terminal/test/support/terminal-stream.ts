import type { OutputStream } from '../../src/terminal/output.ts'

/** A terminal's end of the line: keeps what is written, and is resized or blocked by the test. */
export class TerminalStream implements OutputStream {
  columns = 40
  writableNeedDrain = false
  destroyed = false
  readonly writes: string[] = []
  readonly #listeners = new Map<string, Set<() => void>>()

  write(text: string): boolean {
    this.writes.push(text)
    return !this.writableNeedDrain
  }

  on(name: string, listener: () => void): void {
    this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(listener))
  }

  off(name: string, listener: () => void): void {
    this.#listeners.get(name)?.delete(listener)
  }

  emit(name: string): void {
    for (const listener of this.#listeners.get(name) ?? []) listener()
  }

  /** How many listeners are left. */
  get listening(): number {
    return [...this.#listeners.values()].reduce((total, listeners) => total + listeners.size, 0)
  }
}
