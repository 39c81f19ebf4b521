/** How long the moving numbers of one vote stay unmentioned, in milliseconds. */
const quietMs = 15_000

/** What was last said of each vote, so that it is not said again with every vote cast. */
export class Votes {
  readonly #last = new Map<string, { readonly state: string; readonly atMs: number }>()

  isDue(key: string, state: string, nowMs: number): boolean {
    const last = this.#last.get(key)
    if (last !== undefined && last.state === state && nowMs - last.atMs < quietMs) return false
    this.#last.set(key, { state, atMs: nowMs })
    return true
  }

  end(key: string): void {
    this.#last.delete(key)
  }
}
