import { SandboxError } from '../../errors.js'
import type { OfferWire } from './realtime.wire.js'

/** A provider that the sandbox really runs. */
export type RealtimeProvider = 'centrifugo' | 'pusher'

/** A connection as the answer lists it: for answers that are made up. */
export type RealtimeOffer = OfferWire

/** For which channel something is said. */
export type OfferScope = {
  /** A channel id. Absent: the general address, and every channel of which nothing else was said. */
  channelId?: number
}

/** Which connections are offered. */
export type Offers = {
  prefer: (providers: RealtimeProvider | readonly RealtimeProvider[], scope?: OfferScope) => void
  answerWith: (offers: readonly RealtimeOffer[] | undefined, scope?: OfferScope) => void
  /** What to answer somebody who accepts these providers. */
  choose(accepted: readonly string[], channelId: number | undefined): readonly RealtimeOffer[]
}

type Wish = { providers: readonly RealtimeProvider[]; made: readonly RealtimeOffer[] | undefined }

const all: readonly RealtimeProvider[] = ['centrifugo', 'pusher']

/** Makes the offers of one sandbox from the credentials of what it runs. */
export function createOffers(
  credentialsOf: (provider: RealtimeProvider) => object,
  preferred: RealtimeProvider,
): Offers {
  const wishes = new Map<number | undefined, Wish>()

  function wishFor(channelId: number | undefined): Wish {
    return wishes.get(channelId) ?? wishes.get(undefined) ?? { providers: [preferred], made: undefined }
  }

  return {
    prefer(given, { channelId } = {}) {
      const providers = typeof given === 'string' ? [given] : given
      if (providers.length === 0 || !providers.every((provider) => all.includes(provider))) {
        throw new SandboxError(
          'invalid_argument',
          `prefer(${JSON.stringify(given)}): the sandbox runs ${all.join(' and ')}; for anything else use answerWith().`,
        )
      }
      wishes.set(channelId, { providers, made: undefined })
    },
    answerWith(made, { channelId } = {}) {
      wishes.set(channelId, { ...wishFor(channelId), made })
    },
    choose(accepted, channelId) {
      const { providers, made } = wishFor(channelId)
      if (made !== undefined) return made
      const wanted = providers.filter((provider) => accepted.includes(provider))
      const chosen =
        wanted.length > 0 ? wanted : all.filter((provider) => accepted.includes(provider)).slice(0, 1)
      return chosen.map((provider) => ({ provider, credentials: credentialsOf(provider) }))
    },
  }
}
