/**
 * Where one channel stands with the server.
 *
 * - `waiting`: wanted, and nothing sent on the present connection.
 * - `authorizing`: the application is asked to vouch for us first.
 * - `pending`: asked for, not answered.
 * - `subscribed`: acknowledged.
 * - `leaving`: asked for, but no longer wanted: the answer is awaited, since an unsubscribe that overtakes it
 *   would leave the server and us at odds.
 * - `refused`: the server said no; asked for again by the next subscribe or the next connection.
 * - `gone`: to be forgotten.
 */
export type SubscriptionState =
  | 'waiting'
  | 'authorizing'
  | 'pending'
  | 'subscribed'
  | 'leaving'
  | 'refused'
  | 'gone'

/** What can happen to a subscription. */
export type SubscriptionInput = 'wanted' | 'begun' | 'ready' | 'acknowledged' | 'refused' | 'left' | 'lost'

/** The state after an input, and the command to send with it. */
export interface SubscriptionStep {
  readonly state: SubscriptionState
  readonly send?: 'subscribe' | 'unsubscribe'
}

type Steps = Readonly<
  Record<SubscriptionState, Partial<Readonly<Record<SubscriptionInput, SubscriptionStep>>>>
>

const steps: Steps = {
  waiting: {
    begun: { state: 'authorizing' },
    refused: { state: 'refused' },
    ready: { state: 'pending', send: 'subscribe' },
    left: { state: 'gone' },
  },
  authorizing: {
    ready: { state: 'pending', send: 'subscribe' },
    refused: { state: 'refused' },
    left: { state: 'gone' },
    lost: { state: 'waiting' },
  },
  pending: {
    acknowledged: { state: 'subscribed' },
    refused: { state: 'refused' },
    left: { state: 'leaving' },
    lost: { state: 'waiting' },
  },
  subscribed: {
    refused: { state: 'refused' },
    left: { state: 'gone', send: 'unsubscribe' },
    lost: { state: 'waiting' },
  },
  leaving: {
    wanted: { state: 'pending' },
    acknowledged: { state: 'gone', send: 'unsubscribe' },
    refused: { state: 'gone' },
    lost: { state: 'gone' },
  },
  refused: {
    wanted: { state: 'waiting' },
    acknowledged: { state: 'subscribed' },
    left: { state: 'gone' },
    lost: { state: 'waiting' },
  },
  gone: {},
}

/** One step of a subscription; an input that means nothing in a state changes nothing. */
export function nextSubscription(state: SubscriptionState, input: SubscriptionInput): SubscriptionStep {
  return steps[state][input] ?? { state }
}
