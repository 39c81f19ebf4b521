import { KickError } from '../kick-error.js'

/** What was given, for a message: never the inside of a text, which may be private, nor of an object. */
function describe(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text'
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return String(value)
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`
}

/** The refusal of one argument, before anything is sent. */
export function invalid(name: string, wanted: string, value: unknown): KickError {
  return new KickError('invalid_argument', `${name} has to be ${wanted}, not ${describe(value)}.`)
}

/** The check, where there is something to check. */
export function given<Value>(value: Value | undefined, check: (value: Value) => Value): Value | undefined {
  return value === undefined ? undefined : check(value)
}

/** An id that is a number: of a user or a category. */
export function checkId(name: string, value: number): number {
  return checkWhole(name, value, 1, Number.MAX_SAFE_INTEGER, 'an id (a whole number above 0)')
}

export function checkWhole(
  name: string,
  value: number,
  lowest: number,
  highest: number,
  wanted: string = `a whole number from ${lowest} to ${highest}`,
): number {
  if (Number.isSafeInteger(value) && value >= lowest && value <= highest) return value
  throw invalid(name, wanted, value)
}

/** An id that is a text: of a message, a reward, a subscription. */
export function checkKey(name: string, value: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value
  throw invalid(name, 'an id (a text that is not empty)', value)
}

/** A text of so many characters, counted as Unicode code points. */
export function checkText(name: string, value: string, shortest: number, longest: number): string {
  const length = typeof value === 'string' ? Array.from(value).length : -1
  if (length >= shortest && length <= longest) return value
  const wanted = `${shortest === 0 ? 'at most' : `${shortest} to`} ${longest} characters long`
  if (length < 0) throw invalid(name, `a text ${wanted}`, value)
  throw new KickError('invalid_argument', `${name} has to be ${wanted}; this one has ${length}.`)
}

export function checkFlag(name: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value
  throw invalid(name, 'true or false', value)
}

export function checkOneOf<Value extends string>(
  name: string,
  value: Value,
  allowed: readonly NoInfer<Value>[],
): Value {
  if (allowed.includes(value)) return value
  throw invalid(name, allowed.map((word) => `'${word}'`).join(' or '), value)
}

/** A list of at most so many, each of them right. */
export function checkList<Item>(
  name: string,
  values: readonly Item[],
  most: number,
  check: (name: string, value: Item) => Item,
): readonly Item[] {
  if (!Array.isArray(values)) throw invalid(name, 'a list', values)
  if (values.length === 0 || values.length > most) {
    const wanted = most === Infinity ? 'at least one item' : `1 to ${most} items`
    throw new KickError('invalid_argument', `${name} has to hold ${wanted}; it holds ${values.length}.`)
  }
  return values.map((value: Item, index) => check(`${name}[${index}]`, value))
}
