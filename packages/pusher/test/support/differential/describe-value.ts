/** One value of an event log as text, so that two logs can be compared line by line. Wording is nobody's contract. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (typeof value === 'function') return 'function'
  if (value instanceof Error) return '<error>'
  if (value instanceof Uint8Array) return `<${value.length} bytes>`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => describeValue(item)).join(', ')}]`
  const entries = Object.entries(value)
  const isPlain = [null, Object.prototype].includes(Object.getPrototypeOf(value) as object | null)
  if (!isPlain && !('myID' in value)) return '<object>'
  const fields = entries
    .filter(([, field]) => typeof field !== 'function')
    .map(([name, field]) => `${name}: ${isWording(value, name) ? '<text>' : describeValue(field)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

function isWording(owner: object, name: string): boolean {
  const { type, error } = owner as { type?: unknown; error?: unknown }
  return type === 'AuthError' && name === 'error' && typeof error === 'string'
}
