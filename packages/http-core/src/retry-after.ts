/** The date forms of RFC 9110, section 5.6.7; all are GMT, though the last does not say so. */
const dateForms: readonly RegExp[] = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
]

/**
 * The wait a `Retry-After` header asks for, in milliseconds: 0 for a date that is past, `undefined` for anything
 * that is neither a number of seconds nor a date of RFC 9110.
 */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) {
    const delayMs = Math.ceil(Number(text) * 1000)
    return Number.isSafeInteger(delayMs) ? delayMs : undefined
  }
  if (!dateForms.some((form) => form.test(text))) return undefined
  const atMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}
