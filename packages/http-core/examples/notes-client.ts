// A client of an API of notes, as a package of its own would offer it.
import { ApiError, HttpClient, paginate, type Paged, type TokenSource } from '@wireloom/http-core'

export interface Note {
  readonly id: string
  readonly text: string
}

interface NotesPage {
  readonly data: readonly Note[]
  readonly next_cursor?: string
}

const toPage = (body: unknown): NotesPage => body as NotesPage

export class NotesClient {
  readonly #client: HttpClient

  constructor(baseUrl: string, token: string | TokenSource) {
    this.#client = new HttpClient({ baseUrl, token })
  }

  /** Never repeated by itself: it rejects with `outcome_unknown` where the note may have been written. */
  async add(text: string): Promise<Note> {
    if (text === '') throw new ApiError('invalid_argument', 'A note needs a text.')
    return this.#client.call({
      method: 'POST',
      path: '/notes',
      json: { text },
      decode: (body) => body as Note,
    })
  }

  /** Every note, page by page as they are read. */
  list(signal?: AbortSignal): Paged<Note> {
    return paginate(
      async (cursor, options) => {
        const query = { cursor }
        const page = await this.#client.call(
          { method: 'GET', path: '/notes', query, decode: toPage },
          options,
        )
        return { items: page.data, next: page.next_cursor }
      },
      { signal },
    )
  }
}
