// Signs you in once, and keeps the tokens in kick-token.json. The app stands in KICK_CLIENT_ID and KICK_CLIENT_SECRET.
import { Kick, KickOauth, UserSession } from '@wireloom/kick'
import { fileTokenStore, loginOnLoopback } from '@wireloom/kick/node'

const oauth = new KickOauth({
  clientId: process.env['KICK_CLIENT_ID'] ?? '',
  clientSecret: process.env['KICK_CLIENT_SECRET'] ?? '',
  redirectUri: process.env['KICK_REDIRECT_URI'] ?? 'http://localhost:8421/callback',
})

const token = await loginOnLoopback({
  oauth,
  scopes: ['user:read', 'chat:write'],
  show: (url) => console.log(`Open this in your browser: ${url}`),
})

const session = new UserSession({ oauth, store: fileTokenStore({ path: 'kick-token.json' }) })
await session.set(token)

const { name } = await new Kick({ token: session }).users.me()
console.log(`Hello ${name}, you are signed in.`)
