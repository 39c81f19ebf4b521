/** A time as the API writes it: whole seconds and `Z`. */
export function toSecondTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
