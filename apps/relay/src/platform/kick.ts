import { Kick, KickOauth, AppSession } from '@wireloom/kick'
import { kickPublicKey } from '@wireloom/kick/webhooks'
import {
  kickAdapter,
  negotiatedSocket,
  siteHistory,
  siteLookup,
  type KickAdapter,
  type NegotiatedSocketOptions,
} from '@wireloom/kick-chat'

/** Which of Kick's rooms are relayed, and by which ways. */
export interface KickSettings {
  /** Names, as in `kick.com/<name>`. */
  readonly rooms: readonly string[]
  /** The developer's app, whose webhooks lead here. Official. Default: no webhooks are taken. */
  readonly app?: { readonly clientId: string; readonly clientSecret: string } | undefined
  /** Whether the socket of Kick's site is read too, and its history and lookup asked. Unofficial. */
  readonly socket: boolean
  /** Where Kick answers. Default: at Kick's own addresses. */
  readonly at?: KickAddresses | undefined
}

/** A Kick elsewhere, such as the sandbox. */
export interface KickAddresses extends Pick<NegotiatedSocketOptions, 'isTrusted' | 'pusher'> {
  readonly apiUrl: string
  readonly oauthUrl: string
  readonly siteUrl: string
  readonly realtimeUrl: string
}

/** Kick for the hub. Opens and asks nothing. */
export function createKick({ app, at, socket }: KickSettings): KickAdapter {
  const api = { baseUrl: at?.apiUrl }
  const site = { baseUrl: at?.siteUrl }
  const kick =
    app === undefined
      ? undefined
      : new Kick({
          token: new AppSession({ oauth: new KickOauth({ ...app, baseUrl: at?.oauthUrl }) }),
          ...api,
        })
  return kickAdapter({
    // Nobody is signed in, with or without an app: rooms keep their name when an app is added.
    account: 'anonymous',
    ...(kick !== undefined && {
      kick,
      webhook: {
        publicKey: kickPublicKey(api),
        subscriptions: { eventSubscriptions: kick.eventSubscriptions },
      },
    }),
    ...(socket && {
      socket: negotiatedSocket({
        baseUrl: at?.realtimeUrl,
        isTrusted: at?.isTrusted,
        pusher: at?.pusher,
      }),
      lookup: siteLookup(site),
      history: siteHistory(site),
    }),
  })
}
