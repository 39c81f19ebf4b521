import { KickChat, isKickError, pusherSocket, siteLookup } from '@wireloom/kick-chat'

/** Where Kick is, for whoever has one of their own. */
interface Where {
  readonly siteUrl: string
  readonly host: string
  readonly port: number
}

/** Counts messages by room, into a map that is watched meanwhile, until the signal aborts. */
export async function countMessages(
  slugs: readonly string[],
  counts: Map<string, number>,
  signal: AbortSignal,
  where?: Where,
): Promise<void> {
  await using chat = new KickChat({
    socket: pusherSocket(where && { host: where.host, port: where.port, tls: false }),
    lookup: siteLookup(where && { baseUrl: where.siteUrl }),
  })
  chat.on('message', (_, { slug = '' }) => counts.set(slug, (counts.get(slug) ?? 0) + 1))
  for (const slug of slugs) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one question at a time is kinder to the site
      await chat.join(slug, { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) })
    } catch (error) {
      // A room that is not there is left out; anything else is the caller's to know.
      if (!isKickError(error) || error.code !== 'not_found') throw error
    }
  }
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
