/** A server's answer, read to its end. */
export interface Answer {
  readonly response: Response
  readonly text: string
  readonly body: ParsedBody
}

export type ParsedBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'other' }

/** Reads JSON whatever the answer calls itself: servers mislabel both ways. Never throws. */
export function parseBody(text: string): ParsedBody {
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown }
  } catch {
    // The parser's own error quotes the body, which may be a page or hold a token.
    return { kind: text.trim() === '' ? 'empty' : 'other' }
  }
}

export function isPage({ response, text }: Answer): boolean {
  return /html/i.test(response.headers.get('content-type') ?? '') || /^\s*<(!doctype|html)/i.test(text)
}

/** Whether a proxy's challenge came in the API's place. */
export function isChallenge(answer: Answer): boolean {
  if (answer.response.headers.get('cf-mitigated') === 'challenge') return true
  return answer.response.status === 403 && isPage(answer)
}

/** Whether the answer only points to another address; browsers hide which, and the status with it. */
export function isRedirect({ response: { status, type } }: Answer): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304)
}
