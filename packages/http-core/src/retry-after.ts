/** The date forms of RFC 9110, section 5.6.7, told from other dates by their day's name and their time. */
const dateForm = /^[A-Z][a-z]{2,8}[, ].* \d{2}:\d{2}:\d{2} (GMT|\d{4})$/

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
  if (!dateForm.test(text)) return undefined
  // All are GMT, though the last form does not say so.
  const atMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}
