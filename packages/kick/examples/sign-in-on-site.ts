// Lets visitors of a site sign in with Kick: they begin at /login, and come back to /callback.
import { serve } from '@hono/node-server'
import { Kick, KickOauth, type PendingLogin } from '@wireloom/kick'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const oauth = new KickOauth({
  clientId: process.env['KICK_CLIENT_ID'] ?? '',
  clientSecret: process.env['KICK_CLIENT_SECRET'] ?? '',
  redirectUri: process.env['KICK_REDIRECT_URI'] ?? 'http://localhost:8421/callback',
})
// What was begun stays here; the visitor's browser only holds the key to it.
const pending = new Map<string, PendingLogin>()
const app = new Hono()

app.get('/login', async (context) => {
  const login = await oauth.beginLogin({ scopes: ['user:read'] })
  const key = crypto.randomUUID()
  pending.set(key, login)
  setCookie(context, 'login', key, { httpOnly: true, sameSite: 'Lax', maxAge: 600 })
  return context.redirect(login.url)
})

app.get('/callback', async (context) => {
  const key = getCookie(context, 'login') ?? ''
  const login = pending.get(key)
  pending.delete(key)
  if (login === undefined) return context.text('Please begin at /login.', 400)
  const token = await oauth.finishLogin(context.req.url, login)
  const { name } = await new Kick({ token: token.accessToken }).users.me()
  return context.text(`Hello ${name}`)
})

const port = Number(process.env['PORT'] ?? 8421)
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log('listening'))
