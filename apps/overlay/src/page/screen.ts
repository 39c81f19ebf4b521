import type { Change } from './board.ts'
import { drawMessage } from './draw-message.ts'
import type { ShownMessage } from './message.ts'

/** What a screen needs to know. */
export interface ScreenOptions {
  readonly chat: HTMLElement
  readonly notice: HTMLElement
  /** After how long a message goes, in milliseconds; 0: it stays. */
  readonly fadeMs: number
  /** Told when a message has gone by itself. */
  readonly onGone: (key: string) => void
}

const fadingMs = 500
const gapStaysMs = 15_000
const hintStaysMs = 3_000

/** Puts changes on the page. */
export class Screen {
  readonly #options: ScreenOptions
  readonly #items = new Map<string, HTMLElement>()
  #problem = ''
  #hint = ''
  #hintTimer: ReturnType<typeof setTimeout> | undefined
  #skipped = 0

  constructor(options: ScreenOptions) {
    this.#options = options
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) this.#do(change)
  }

  /** Says in a corner what is wrong, until it is said again; '' where nothing is. */
  tell(problem: string): void {
    this.#problem = problem
    this.#drawNotice()
  }

  #do(change: Change): void {
    switch (change.type) {
      case 'add':
        this.#add(change.message)
        return
      case 'replace': {
        const item = this.#items.get(change.message.key)
        if (item === undefined) return
        const drawn = drawMessage(change.message)
        // It is not new, and does not arrive a second time.
        drawn.style.animation = 'none'
        item.replaceWith(drawn)
        this.#items.set(change.message.key, drawn)
        return
      }
      case 'remove':
        this.#items.get(change.key)?.remove()
        this.#items.delete(change.key)
        return
      case 'gap':
        this.#addGap(change.lost)
        return
      case 'skipped':
        this.#skipped += change.count
        this.#hint = `+${this.#skipped} more`
        clearTimeout(this.#hintTimer)
        this.#hintTimer = setTimeout(() => {
          this.#hint = ''
          this.#skipped = 0
          this.#drawNotice()
        }, hintStaysMs)
        this.#drawNotice()
    }
  }

  #add(message: ShownMessage): void {
    const { chat, fadeMs, onGone } = this.#options
    const item = drawMessage(message)
    this.#items.set(message.key, item)
    chat.append(item)
    if (fadeMs === 0) return
    setTimeout(() => this.#items.get(message.key)?.classList.add('fading'), fadeMs)
    setTimeout(() => {
      this.#items.get(message.key)?.remove()
      this.#items.delete(message.key)
      onGone(message.key)
    }, fadeMs + fadingMs)
  }

  #addGap(lost: number | undefined): void {
    const { chat } = this.#options
    // One line says it for all rooms.
    if (chat.lastElementChild?.classList.contains('gap') === true) return
    const item = document.createElement('li')
    item.className = 'gap'
    item.textContent = `⋯ ${lost ?? 'some'} messages may be missing`
    chat.append(item)
    setTimeout(() => item.remove(), gapStaysMs)
  }

  #drawNotice(): void {
    const { notice } = this.#options
    notice.textContent = [this.#problem, this.#hint].filter((text) => text !== '').join(' · ')
    notice.hidden = notice.textContent === ''
  }
}
