// How long a chat message takes from its JSON to a chat event, next to JSON.parse alone.
import { decodeEvent, toChatEvent } from '@wireloom/kick-chat'

const room = { platform: 'kick', account: 'anonymous', room: '1001', kind: 'live' }
const context = { room, receivedAtMs: 0 }
const name = 'App\\Events\\ChatMessageEvent'

const message = (content) =>
  JSON.stringify({
    id: '11111111-1111-4111-8111-111111111111',
    chatroom_id: 1001,
    content,
    type: 'message',
    created_at: '2026-09-10T12:29:24+00:00',
    sender: {
      id: 42,
      username: 'Ann_X',
      slug: 'ann-x',
      identity: {
        color: '#DEB2FF',
        badges: [
          { type: 'vip', text: 'VIP' },
          { type: 'subscriber', text: 'Subscriber', count: 26 },
        ],
      },
    },
    metadata: { message_ref: '1757507364000' },
  })

const payloads = {
  words: message('just a plain line of chat, like most of them'),
  'emotes, a mention and a link': message('gg [emote:37226:KEKW] @bob https://a.example/x?y=1 [emote:1:HI]'),
}

let kept

/** The least that each of several runs took, in nanoseconds: short rounds in turns, which a busy machine spares at times. */
function nanosecondsOf(runs) {
  const times = 2_000
  const best = runs.map(() => Infinity)
  for (let round = 0; round < 400; round += 1) {
    for (const [index, run] of runs.entries()) {
      const startedAt = performance.now()
      for (let turn = 0; turn < times; turn += 1) kept = run()
      best[index] = Math.min(best[index], ((performance.now() - startedAt) * 1e6) / times)
    }
  }
  return best
}

for (const [title, text] of Object.entries(payloads)) {
  const [parse, decode, whole] = nanosecondsOf([
    () => JSON.parse(text),
    () => decodeEvent('chatrooms.1001.v2', name, text),
    () => toChatEvent(decodeEvent('chatrooms.1001.v2', name, text), context),
  ])
  const ratio = (value) => `${value.toFixed(0)} ns (${(value / parse).toFixed(2)} x)`
  console.log(`${title}: JSON.parse ${ratio(parse)}, decoded ${ratio(decode)}, chat event ${ratio(whole)}`)
}
if (kept === undefined) throw new TypeError('nothing was decoded')
