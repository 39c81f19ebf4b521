// Names who is on the air in English, at most 500 of them, with the app's own token.
import { AppSession, Kick, KickOauth } from '@wireloom/kick'

const oauth = new KickOauth({
  clientId: process.env['KICK_CLIENT_ID'] ?? '',
  clientSecret: process.env['KICK_CLIENT_SECRET'] ?? '',
})
const kick = new Kick({ token: new AppSession({ oauth }) })

let count = 0
for await (const { channel, title, viewerCount } of kick.livestreams.list({ languageCodes: ['en'] })) {
  console.log(`${channel.slug}: ${title} (${viewerCount})`)
  count += 1
  if (count === 500) break
}
