/** The scenarios: on how many channels frames come, and how many of them somebody listens on. */
export const scenarios = {
  one: { channels: 1, bound: 1, title: 'one bound channel' },
  many: { channels: 2_000, bound: 20, title: '2,000 channels, 1 % bound' },
}

export const eventName = 'App\\Events\\ChatMessageEvent'

export function channelName(index) {
  return `chatrooms.${1_000_000 + index}.v2`
}

const words = 'gg lol the stream is so good today omg what a play سلام دمت گرم KEKW Pog chat let us go'.split(
  ' ',
)

/** Chance from a seed, so that every run sends the same. */
function createRandom(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Frames as Kick sends them, of about 730 bytes, their data encoded twice. */
export function createFrames(count, channels, seed = 7) {
  const random = createRandom(seed)
  const pick = (list) => list[Math.floor(random() * list.length)]
  return Array.from({ length: count }, (_, index) => {
    const id = Math.floor(random() * 1e9)
    const content = Array.from({ length: 4 + Math.floor(random() * 14) }, () => pick(words)).join(' ')
    const data = {
      id: `${String(id).padStart(8, '0')}-1111-4111-8111-${String(index).padStart(12, '0')}`,
      chatroom_id: 1_000_000,
      content: `${content} [emote:37226:KEKW]`,
      type: 'message',
      created_at: '2026-09-10T12:29:24+00:00',
      sender: {
        id,
        username: `viewer_${id}`,
        slug: `viewer-${id}`,
        identity: {
          color: '#DEB2FF',
          badges: [
            { type: 'vip', text: 'VIP' },
            { type: 'subscriber', text: 'Subscriber', count: Math.floor(random() * 40) },
          ],
          badges_v2: [
            {
              name: 'level',
              badge_type: 'level',
              image_url: 'https://files.kick.com/b/1.png',
              selected: true,
            },
          ],
        },
      },
      metadata: { message_ref: String(1_757_507_364_000 + index) },
    }
    const channel = channelName(Math.floor(random() * channels))
    return JSON.stringify({ event: eventName, data: JSON.stringify(data), channel }).replace(
      /^(\{"event":"[^"]*"),"data":(.*),"channel":("[^"]*")\}$/s,
      '$1,"channel":$3,"data":$2}',
    )
  })
}
