import { Board } from './board.ts'
import { follow, type LinkState } from './follow.ts'
import { readRecord } from './read-record.ts'
import { createRoomFilter } from './rooms.ts'
import { Screen } from './screen.ts'
import { readSettings, type Settings } from './settings.ts'

const { problems, settings } = readSettings(new URL(location.href))
const board = new Board(settings)
const screen = new Screen({
  chat: find('chat'),
  notice: find('notice'),
  fadeMs: settings.fadeMs,
  onGone: (key) => board.forget(key),
})
/** The ways by which the relay hears the chat, as far as it said, and whether it does. */
const ways = new Map<string, boolean>()
let link: LinkState = 'lost'
let timer: ReturnType<typeof setTimeout> | undefined

document.documentElement.style.setProperty('--size', `${settings.size}px`)
void start(settings)

async function start({ emotes, relay, rooms, token }: Settings): Promise<void> {
  // Ids need nobody to tell them; names do.
  const wants = createRoomFilter(rooms, rooms.length === 0 ? [] : await askRooms())
  const emoteAddress = (id: string, image: string | undefined): string | undefined =>
    emotes?.replaceAll('{id}', encodeURIComponent(id)) ?? image
  await follow({
    url: `${relay}/events`,
    token,
    onState: (state) => {
      link = state
      // For style sheets of your own, and for tests.
      document.documentElement.dataset['link'] = state
      tell()
    },
    onData: (batch) => {
      const events = batch.flatMap((json) => readRecord(json, { wants, emoteAddress }) ?? [])
      for (const event of events) if (event.type === 'status') ways.set(event.way, event.isLive)
      screen.apply(board.apply(events, Date.now()))
      tell()
      flushSoon()
    },
  })
}

/** The relay's rooms, as soon as it answers. */
async function askRooms(): Promise<unknown> {
  const { relay, token } = settings
  for (;;) {
    try {
      const response = await fetch(`${relay}/rooms`, { headers: { authorization: `Bearer ${token}` } })
      if (response.ok) return await response.json()
      link = response.status === 401 ? 'refused' : 'lost'
    } catch {
      link = 'lost'
    }
    tell()
    // oxlint-disable-next-line no-await-in-loop -- between tries
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

function flushSoon(): void {
  if (timer !== undefined || !board.isWaiting) return
  timer = setTimeout(() => {
    timer = undefined
    screen.apply(board.flush(Date.now()))
    flushSoon()
  }, 100)
}

function tell(): void {
  const isDeaf = ways.size > 0 && [...ways.values()].every((isLive) => !isLive)
  const words = {
    live: isDeaf ? 'chat connection lost, trying again' : '',
    lost: 'reconnecting',
    refused: 'the relay refuses this token',
  }
  screen.tell([...problems, words[link]].filter((text) => text !== '').join(' · '))
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (element === null) throw new ReferenceError(`The page has no #${id}.`)
  return element
}
