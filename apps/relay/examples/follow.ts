// Prints the chat, and goes on where it left off, however often it or the relay is started again.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { WebSocket } from 'ws'

const { RELAY_TOKEN = '', RELAY_URL = 'ws://127.0.0.1:8787', PLACE = 'place.txt' } = process.env

function connect(): void {
  const cursor = existsSync(PLACE) ? `?cursor=${readFileSync(PLACE, 'utf8')}` : ''
  const headers = { authorization: `Bearer ${RELAY_TOKEN}` }
  const socket = new WebSocket(`${RELAY_URL}/socket${cursor}`, { headers })
  socket.on('message', (data: Buffer) => {
    const { cursor: next, event } = JSON.parse(data.toString())
    if (event.type === 'message') console.log(`${event.message.author.name}: ${event.message.text}`)
    if (event.type === 'gap') console.log(`(a gap: ${event.cause})`)
    writeFileSync(PLACE, next)
  })
  socket.on('error', (error) => console.error(error.message))
  socket.on('close', () => setTimeout(connect, 1_000))
}
connect()
