// Keeps the app subscribed to a channel's events: node keep-subscribed.ts <user id of the streamer>
import { AppSession, Kick, KickOauth } from '@wireloom/kick'
import { SubscriptionManager } from '@wireloom/kick/webhooks'

const oauth = new KickOauth({
  clientId: process.env['KICK_CLIENT_ID'] ?? '',
  clientSecret: process.env['KICK_CLIENT_SECRET'] ?? '',
})
const kick = new Kick({ token: new AppSession({ oauth }) })

const manager = new SubscriptionManager({
  eventSubscriptions: kick.eventSubscriptions,
  wanted: [{ broadcasterUserId: Number(process.argv[2]), events: ['chat.message.sent', 'channel.followed'] }],
})

const stop = manager.watch({
  onReport: ({ kept, created, failures }) => {
    console.log(`${kept.length} kept, ${created.length} made`)
    for (const { event, reason, message } of failures) console.error(`${event}: ${reason}: ${message}`)
  },
  onError: console.error,
})
process.once('SIGTERM', stop)
