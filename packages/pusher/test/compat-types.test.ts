import { expectTypeOf, test } from 'vitest'
import Pusher, {
  type AuthOptions,
  type Authorizer,
  type AuthorizerCallback,
  type AuthorizerGenerator,
  type Channel,
  type ChannelAuthorizationCallback,
  type ChannelAuthorizationHandler,
  type ChannelAuthorizationOptions,
  type ChannelAuthorizerGenerator,
  type ConnectionManager,
  type DeprecatedAuthOptions,
  type Members,
  type Options,
  type PresenceChannel,
  type UserAuthenticationCallback,
  type UserAuthenticationHandler,
  type UserAuthenticationOptions,
} from '../src/compat.js'

/** What programs written for pusher-js say; compiled, not run. */
export function program(pusher: Pusher): void {
  const channel: Channel = pusher.subscribe('room')
  channel.bind('message', (data: { text: string }) => data.text)
  channel.bind('message', (data: { text: string }, metadata: { user_id?: string }) => [
    data.text,
    metadata.user_id,
  ])
  channel.bind('message', () => undefined, { some: 'context' })
  channel.bind_global((event: string, data: { text: string }) => [event, data.text])
  channel.unbind('message').unbind().unbind(undefined, undefined, {}).unbind_global().unbind_all()
  const presence = pusher.subscribe('presence-room') as PresenceChannel
  const members: Members = presence.members
  members.each((member: { id: string | number; info: unknown }) => member.id)
  pusher.connection.bind('state_change', ({ previous, current }: { previous: string; current: string }) => [
    previous,
    current,
  ])
  pusher.connection.bind('error', (error: { error: { data: { code: number } } }) => error.error.data.code)
  pusher.user.watchlist.bind('online', (event: { name: string; user_ids: string[] }) => event.user_ids)
  pusher.bind('message', (data: string) => data).unbind('message')
}

const options: Options = {
  cluster: 'eu',
  channelAuthorization: {
    endpoint: '/auth',
    transport: 'ajax',
    params: {},
    headers: {},
    paramsProvider: () => ({}),
    headersProvider: async () => ({ authorization: 'Bearer token' }),
  },
  userAuthentication: {
    customHandler: ({ socketId }, callback) => callback(null, { auth: socketId, user_data: '{}' }),
  },
}

test('the types of pusher-js are there by their names', () => {
  expectTypeOf(options).toExtend<Options>()
  expectTypeOf<ConnectionManager>().toHaveProperty('state')
  expectTypeOf<AuthOptions>().toEqualTypeOf<DeprecatedAuthOptions>()
  expectTypeOf<AuthorizerGenerator>().toEqualTypeOf<ChannelAuthorizerGenerator>()
  expectTypeOf<AuthorizerCallback>().toEqualTypeOf<ChannelAuthorizationCallback>()
  expectTypeOf<Authorizer>().toHaveProperty('authorize')
  expectTypeOf<ChannelAuthorizationHandler>().parameter(1).toEqualTypeOf<ChannelAuthorizationCallback>()
  expectTypeOf<UserAuthenticationHandler>().parameter(1).toEqualTypeOf<UserAuthenticationCallback>()
  expectTypeOf<ChannelAuthorizationOptions>().toExtend<NonNullable<Options['channelAuthorization']>>()
  expectTypeOf<UserAuthenticationOptions>().toExtend<NonNullable<Options['userAuthentication']>>()
})

test('what is wrong does not compile', () => {
  // @ts-expect-error -- the cluster is wanted
  expectTypeOf<Options>().toExtend<{ cluster: number }>()
  expectTypeOf<ConstructorParameters<typeof Pusher>>().toEqualTypeOf<[key: string, options: Options]>()
  expectTypeOf<Channel['subscriptionCount']>().toEqualTypeOf<number | undefined>()
})
