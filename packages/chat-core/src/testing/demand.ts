import { ChatError, isChatError, type ChatErrorCode } from '../error.js'

/** Fails the case where something does not hold. @param message what was to be, and what is */
export function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new ChatError('protocol', message)
}

/** Fails the case where two lists of strings that are all different differ, and says in what. */
export function demandSame(actual: readonly string[], expected: readonly string[], what: string): void {
  const missing = expected.filter((each) => !actual.includes(each))
  const surplus = actual.filter((each, index) => !expected.includes(each) || actual.indexOf(each) !== index)
  demand(missing.length === 0, `${what}: ${missing.length} are missing, such as ${show(missing[0])}.`)
  demand(surplus.length === 0, `${what}: ${surplus.length} are too many, such as ${show(surplus[0])}.`)
  const wrong = actual.findIndex((each, index) => each !== expected[index])
  demand(wrong === -1, `${what}: ${show(actual[wrong])} stands where ${show(expected[wrong])} should.`)
}

/** The same, whatever the order they stand in. */
export function demandSameInAnyOrder(
  actual: readonly string[],
  expected: readonly string[],
  what: string,
): void {
  const places = new Map(expected.map((each, index) => [each, index]))
  const at = (each: string): number => places.get(each) ?? Infinity
  const sorted = [...actual]
  // oxlint-disable-next-line unicorn/no-array-sort -- a copy; toSorted is younger than what this runs on
  sorted.sort((left, right) => at(left) - at(right))
  demandSame(sorted, expected, what)
}

/** Fails the case where two lists of answers differ. */
export function demandAnswers(
  actual: readonly (string | boolean | undefined)[],
  expected: readonly (string | boolean | undefined)[],
  what: string,
): void {
  const text = actual.map(String).join(', ')
  const wanted = expected.map(String).join(', ')
  demand(text === wanted, `${what}: it has to be ${wanted}, and is ${text}.`)
}

/** Fails the case unless something rejects as a ChatError of that code. @returns the error */
export async function demandRejection(
  promise: Promise<unknown>,
  code: ChatErrorCode,
  what: string,
): Promise<ChatError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason ?? 'nothing',
  )
  demand(error !== undefined, `${what}: it has to reject as ${code}, and does not.`)
  demand(isChatError(error), `${what}: it has to reject with a ChatError, not with a ${typeof error}.`)
  demand(
    error.code === code,
    `${what}: it has to reject as ${code}, not as ${error.code} (${error.message}).`,
  )
  return error
}

function show(value: string | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
