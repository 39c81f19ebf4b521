/** Messages as a few busy streams and shops have them: Persian and English words by Zipf's law, emotes, Zipf's rooms. */
let seed = 7
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 4_294_967_296
}
const pick = (list) => list[Math.floor(random() * list.length)]

const persian = [
  'سلام',
  'خوبی',
  'ممنون',
  'قیمت',
  'چنده',
  'این',
  'است',
  'که',
  'می‌خوام',
  'داداش',
  'عالی',
  'دمت',
  'گرم',
  'بازی',
  'کن',
  'نه',
]
const english = [
  'the',
  'lol',
  'gg',
  'hello',
  'nice',
  'stream',
  'what',
  'game',
  'you',
  'play',
  'this',
  'is',
  'so',
  'good',
  'price',
  'chat',
]
export const emotes = ['KEKW', 'PogChamp', 'LULW', 'catJAM', 'monkaS', 'Sadge', 'emojiLol', 'Clap']

const syllables = {
  persian: [
    'با',
    'را',
    'شی',
    'من',
    'دو',
    'ست',
    'گی',
    'خو',
    'شه',
    'پر',
    'ند',
    'هم',
    'زی',
    'با',
    'یی',
    'نا',
    'مه',
    'کت',
    'اب',
    'فر',
    'وش',
  ],
  english: [
    'ka',
    'ri',
    'mo',
    'ten',
    'sha',
    'dow',
    'er',
    'ing',
    'pro',
    'x',
    'zed',
    'lo',
    'vin',
    'ar',
    'ty',
    'qu',
    'est',
    'un',
    'der',
  ],
}
const make = (list) => Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(list)).join('')
const vocabulary = (common, list, size) => [...common, ...Array.from({ length: size }, () => make(list))]
const words = {
  persian: vocabulary(persian, syllables.persian, 30_000),
  english: vocabulary(english, syllables.english, 20_000),
}

/** The rank of one of many, the first most often. */
const zipf = (size) => Math.min(size, Math.floor(Math.exp(random() * Math.log(size + 1)))) - 1

export const rooms = Array.from({ length: 40 }, (_, index) => ({
  platform: index % 4 === 0 ? 'basalam' : 'kick',
  account: '7',
  room: String(1_000 + index),
  kind: index % 4 === 0 ? 'direct' : 'live',
}))

function makeParts() {
  const list = random() < 0.65 ? words.persian : words.english
  const text = Array.from({ length: 1 + zipf(14) }, () => list[zipf(list.length)]).join(' ')
  if (random() < 0.3) {
    const name = emotes[zipf(emotes.length)]
    return [
      { type: 'text', text: `${text} ` },
      { type: 'emote', id: String(37_000 + emotes.indexOf(name)), name, provider: 'kick' },
    ]
  }
  return [{ type: 'text', text }]
}

let made = 0

/** @returns events as an archive is given them, the next ones in time */
export function makeEvents(count, startMs = Date.UTC(2026, 0, 1)) {
  return Array.from({ length: count }, () => {
    made += 1
    const room = rooms[zipf(rooms.length)]
    const id = `01890a5d-ac96-774b-bcce-${String(made).padStart(12, '0')}`
    const parts = makeParts()
    const text = parts.map((part) => part.text ?? part.name).join('')
    const author = zipf(20_000)
    const sentAt = startMs + made * 300
    const message = {
      ref: { room, id },
      author: {
        id: String(80_000 + author),
        name: `viewer_${author}`,
        color: '#1475E1',
        roles: new Set(author % 20 === 0 ? ['subscriber'] : []),
        badges: [],
        self: false,
        anonymous: false,
      },
      parts,
      text,
      sentAt,
      raw: { id, chatroom_id: Number(room.room), content: text, type: 'message', created_at: sentAt },
    }
    return {
      key: `${room.platform}/7/${room.room}/${id}`,
      receivedAt: sentAt + 80,
      event: { type: 'message', message },
    }
  })
}
