/** Watches a busy room, loses the connection on the way, and says what was missed: `node watch-room.ts`. */
import { startSandbox } from '@wireloom/sandbox'

await using sandbox = await startSandbox({ seed: 7, rooms: ['ann'] })
const { pusher, faults, record } = sandbox
const { traffic, channels } = sandbox.kick.room('ann')
const received = new Set<string>()

/** Settles once the room's messages come in; calls `onEnd` at the last one. */
function watch(onEnd?: () => void): Promise<void> {
  const socket = new WebSocket(`ws://${pusher.host}:${pusher.port}/app/${pusher.key}?protocol=7`)
  return new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      const frame: { event: string; data: string } = JSON.parse(String(data))
      if (frame.event === 'pusher:connection_established') {
        socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: channels.chat } }))
      } else if (frame.event === 'pusher_internal:subscription_succeeded') resolve()
      else if (frame.event.endsWith('ChatMessageEvent')) received.add(JSON.parse(frame.data).id)
      else if (frame.event === 'TheEnd') onEnd?.()
    })
  })
}

await watch()
traffic.step(100)
faults.drop()
traffic.step(20)

let end = (): void => {}
const ended = new Promise<void>((resolve) => (end = resolve))
await watch(end)
traffic.step(100)
pusher.publish({ channel: channels.chat, event: 'TheEnd' })
await ended

const messages = record.events({ event: String.raw`App\Events\ChatMessageEvent` })
const missed = messages.filter(({ messageId }) => !received.has(messageId ?? ''))
console.log(`${messages.length} messages, ${missed.length} missed`)
