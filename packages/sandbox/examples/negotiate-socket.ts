/** Negotiates Kick's live socket, posts by the API and hears it there: `node negotiate-socket.ts`. */
import { startSandbox } from '@wireloom/sandbox'

await using sandbox = await startSandbox({ rooms: ['ann'] })
const { kick } = sandbox
const { channelId, channels } = kick.room('ann')
const realtime = `${kick.realtimeUrl}/api/v1/realtime`
const id = crypto.randomUUID()

async function post<Answer>(url: string, body: object): Promise<Answer> {
  const headers = { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return ((await response.json()) as { data: Answer }).data
}

const { token } = await post<{ token: string }>(`${realtime}/auth/connection`, { client_id: id })
const { connections } = await post<{ connections: { credentials: { url: string } }[] }>(
  `${realtime}/channels/${channelId}/chat/connection`,
  {
    client: { id, type: 'web' },
    capabilities: { accepted_providers: [{ provider: 'centrifugo' }] },
  },
)

const socket = new WebSocket(connections[0]?.credentials.url ?? '')
socket.addEventListener('open', () => {
  socket.send(JSON.stringify({ id: 1, connect: { token } }))
  socket.send(JSON.stringify({ id: 2, subscribe: { channel: channels.chat } }))
})
const heard = new Promise((resolve) => {
  socket.addEventListener('message', ({ data }) => {
    const line: { id?: number; push?: { pub: { data: { data: string } } } } = JSON.parse(String(data))
    if (line.id === 2) void post(`${kick.apiUrl}/public/v1/chat`, { type: 'bot', content: 'hello' })
    if (line.push !== undefined) resolve(JSON.parse(line.push.pub.data.data).content)
  })
})
console.log(`heard ${String(await heard)}`)
