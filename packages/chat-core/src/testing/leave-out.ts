import { ChatError } from '../error.js'

/** Ends a case that has nothing to judge. Never leaves {@link unlessLeftOut}. */
class LeftOut extends ChatError {}

/** Leaves a case out. @param reason what is not there to be judged */
export function leaveOut(reason: string): never {
  throw new LeftOut('unsupported', reason)
}

/** Runs a case. @returns why it was left out; undefined where it was not */
export async function unlessLeftOut(body: () => Promise<void>): Promise<string | undefined> {
  try {
    await body()
    return undefined
  } catch (error) {
    if (error instanceof LeftOut) return error.message
    throw error
  }
}
