// A client of an API of notes, as a package of its own would offer it.
import { HttpClient, paginate, type Call, type Paged, type TokenSource } from '@wireloom/http-core'

export interface Note {
  readonly id: string
  readonly text: string
}

export class NotesClient {
  readonly #client: HttpClient

  constructor(baseUrl: string, token: string | TokenSource) {
    this.#client = new HttpClient({ baseUrl, token })
  }

  /** Never sent twice by itself: it rejects with `outcome_unknown` where the note may have been written. */
  add(text: string): Call<Note> {
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
      (cursor, options) =>
        this.#client.call({ method: 'GET', path: '/notes', query: { cursor }, decode: toPage }, options),
      { signal },
    )
  }
}

function toPage(body: unknown): { readonly items: readonly Note[]; readonly next?: string | undefined } {
  const { data, next_cursor } = body as { data: readonly Note[]; next_cursor?: string }
  return { items: data, next: next_cursor }
}
