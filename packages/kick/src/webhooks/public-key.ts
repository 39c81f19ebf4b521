import type { Clock, HttpClientOptions } from '@wireloom/http-core'
import { KickClient } from '../api/kick-client.js'
import { PublicKeyApi } from '../api/public-key.js'
import { checkPublicKey } from './verify-signature.js'

/** Where the key that deliveries are checked with comes from. */
export interface PublicKeySource {
  /** PEM, SPKI. */
  current(): string | PromiseLike<string>
  /** Asked after a check failed, in case Kick has taken another key. The same one back means that it has not. */
  refetch?(): PromiseLike<string>
}

/** Where Kick's own key is asked for. */
export interface KickPublicKeyOptions {
  /** Where the API answers. Default `https://api.kick.com`. */
  readonly baseUrl?: string | undefined
  readonly fetch?: HttpClientOptions['fetch']
  /** How long not to ask again: anybody can send what does not pass the check. Default 60,000. */
  readonly pauseMs?: number | undefined
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** The key of 2026, as published at {@link https://docs.kick.com/events/webhook-security}. */
export const builtInPublicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAq/+l1WnlRrGSolDMA+A8
6rAhMbQGmQ2SapVcGM3zq8ANXjnhDWocMqfWcTd95btDydITa10kDvHzw9WQOqp2
MZI7ZyrfzJuz5nhTPCiJwTwnEtWft7nV14BYRDHvlfqPUaZ+1KR4OCaO/wWIk/rQ
L/TjY0M70gse8rlBkbo2a8rKhu69RQTRsoaf4DVhDPEeSeI5jVrRDGAMGL3cGuyY
6CLKGdjVEM78g3JfYOvDU/RvfqD7L89TZ3iN94jrmWdGz34JNlEI5hqK8dd7C5EF
BEbZ5jgB8s8ReQV8H+MkuffjdAj3ajDDX3DOJMIut1lBrUVD1AaSrGCKHooWoL2e
twIDAQAB
-----END PUBLIC KEY-----
`

/**
 * Kick's key: the one that is built in, until a check fails with it; then the one that the API tells
 * (`GET /public/v1/public-key`). `refetch` rejects with a KickError where the API does not answer.
 */
export function kickPublicKey({
  baseUrl = 'https://api.kick.com',
  fetch,
  pauseMs = 60_000,
  clock = Date,
}: KickPublicKeyOptions = {}): PublicKeySource {
  const api = new PublicKeyApi(new KickClient({ baseUrl, fetch, timeoutMs: 5_000, retry: false }))
  let key = builtInPublicKey
  let askedAtMs = -Infinity
  let asking: Promise<string> | undefined

  async function ask(): Promise<string> {
    askedAtMs = clock.now()
    const next = await api.get()
    // What is none, taken over, would turn away everything from now on.
    await checkPublicKey(next)
    key = next
    return key
  }

  return {
    current: () => key,
    async refetch() {
      if (asking === undefined && clock.now() < askedAtMs + pauseMs) return key
      asking ??= ask().finally(() => {
        asking = undefined
      })
      return asking
    },
  }
}
