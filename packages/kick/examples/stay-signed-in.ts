// Goes on with the tokens of first-login.ts, and renews them for as long as it runs.
import { isKickError, Kick, KickOauth, UserSession } from '@wireloom/kick'
import { fileTokenStore } from '@wireloom/kick/node'

const oauth = new KickOauth({
  clientId: process.env['KICK_CLIENT_ID'] ?? '',
  clientSecret: process.env['KICK_CLIENT_SECRET'] ?? '',
})
const session = new UserSession({
  oauth,
  store: fileTokenStore({ path: 'kick-token.json' }),
  onRefreshRefused: () => console.error('Kick renews no more: run first-login.ts again.'),
})
const kick = new Kick({ token: session })

try {
  const { name } = await kick.users.me()
  console.log(`Still ${name}.`)
} catch (error) {
  if (!isKickError(error) || error.code !== 'unauthenticated') throw error
  process.exitCode = 1
}
