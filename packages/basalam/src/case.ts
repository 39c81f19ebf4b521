/** `preparation_day` to `preparationDay`, `from_` to `from`. Names that are camel case already stay. */
export function toCamelCase(name: string): string {
  return name
    .replaceAll(/[_-]+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/_+$/, '')
}

/** `preparationDay` to `preparation_day`. */
function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Members whose own names are data, or were put there by somebody else: they are not ours to change. */
const openWhenReceived: ReadonlySet<string> = new Set([
  'config',
  'extra_data',
  'limitations',
  'meta_data',
  'other_drivers_detail',
  'reply_markup',
  'request',
  'request_headers',
  'resized',
  'response',
  'sample_data',
  'urls',
])
const openWhenSent: ReadonlySet<string> = new Set(['inline_markup_button', 'message_metadata', 'references'])

/** Maps from data to shapes that the documents know. */
const maps: ReadonlySet<string> = new Set(['pay_drivers'])

/** A parsed answer with our names, all the way down but for what holds data under its names. */
export function fromWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => fromWire(item))
  if (!isPlain(value)) return value
  const entries = Object.entries(value).map(([name, member]) => {
    return [toCamelCase(name), openWhenReceived.has(name) ? member : fromWire(member)] as const
  })
  return Object.fromEntries(entries)
}

/** What is to be sent, with the server's names. */
export function toWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => toWire(item))
  if (!isPlain(value)) return value
  const entries = Object.entries(value).map(([ourName, member]) => {
    const name = toSnakeCase(ourName)
    if (openWhenSent.has(name)) return [name, member] as const
    return [name, maps.has(name) ? mapToWire(member) : toWire(member)] as const
  })
  return Object.fromEntries(entries)
}

function mapToWire(value: unknown): unknown {
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toWire(member)]))
}

/** Whether a value has members of its own, unlike dates and files. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
