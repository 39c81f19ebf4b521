/** The program of a pusher-js user, with one line changed: `node drop-in.ts KEY HOST PORT AUTH_URL USER`. */
import Pusher, { type Member, type PresenceChannel } from '@wireloom/pusher/compat'

const [key = '', wsHost = '127.0.0.1', wsPort = '6001', endpoint = '/pusher/auth', user = 'ann'] =
  process.argv.slice(2)

const pusher = new Pusher(key, {
  cluster: '',
  wsHost,
  wsPort,
  forceTLS: false,
  channelAuthorization: { endpoint, transport: 'ajax', params: { user_id: user } },
})
pusher.connection.bind('error', (error) => console.error(error))

const room = pusher.subscribe('presence-room') as PresenceChannel
room.bind('pusher:subscription_succeeded', () => console.log(`[${room.members.count} here]`))
room.bind('pusher:member_added', ({ id }: Member) => console.log(`[${id} came]`))
room.bind('message', ({ text }: { text: string }) => {
  console.log(text)
  if (text === 'bye') pusher.disconnect()
})
