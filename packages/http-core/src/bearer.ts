import type { Token, TokenSource, WaitOptions } from './token.js'
import { untilAborted } from './wait.js'

/** Whether a call was sent again with another token: once for each call, however often it is repeated otherwise. */
export interface ReplayState {
  isReplayed: boolean
}

/**
 * Sends with a token of the source, and once more with another if the server refuses it (401).
 *
 * This holds for writes too: a call that was refused for its token was not done.
 */
export async function sendWithBearer<Result>(
  source: TokenSource,
  send: (token: Token) => Promise<Result>,
  isRefused: (result: Result) => boolean,
  state: ReplayState,
  options: WaitOptions,
): Promise<Result> {
  const given = source.current(options)
  const token = isPending(given) ? await untilAborted(given, options.signal) : given
  const result = await send(token)
  if (!isRefused(result) || state.isReplayed || source.replace === undefined) return result
  state.isReplayed = true
  const replaced = source.replace(token, options)
  const next = isPending(replaced) ? await untilAborted(replaced, options.signal) : replaced
  return next.accessToken === token.accessToken ? result : send(next)
}

/** A token at hand costs no turn of the event loop; a source that does not heed the signal is left behind. */
function isPending(given: Token | PromiseLike<Token>): given is PromiseLike<Token> {
  return typeof (given as Partial<PromiseLike<Token>> | undefined)?.then === 'function'
}
