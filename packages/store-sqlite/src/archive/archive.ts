import type { ArchivedEvent, ArchiveStore, HistoryPage, HistoryQuery, RoomRef } from '@wireloom/chat-core'
import type { Database } from '../database/database.js'
import { inPortions } from '../database/portions.js'
import { Append } from './append.js'
import { toEntry } from './entry.js'
import { erase, type Erased } from './erase.js'
import type { Person } from './forget-person.js'
import { readHistory } from './history.js'
import { prune, type Pruned, type PruneOptions } from './prune.js'
import { search, type SearchPage, type SearchQuery } from './search.js'
import { SearchIndex } from './search-index.js'

/** Everything that was heard, each event once; messages as they stand now. */
export class SqliteArchive implements ArchiveStore {
  readonly #database: Database
  readonly #index: SearchIndex

  /** @internal */
  constructor(database: Database) {
    this.#database = database
    this.#index = new SearchIndex(database)
  }

  /**
   * Keeps events. An edit replaces what a message says in history and search, a deletion takes it out of both; the
   * events themselves stay. More than 200 are kept in portions: where it rejects, some may be kept already, and are known
   * again when it is tried again.
   *
   * @returns for each event whether it was new
   */
  async append(events: readonly ArchivedEvent[]): Promise<readonly boolean[]> {
    const entries = events.map(toEntry)
    return inPortions(entries, (portion) =>
      this.#database.write('archive.append', () => new Append(this.#database, this.#index).run(portion)),
    )
  }

  /** Pages through the messages of a room, oldest first in each page, in the order they were heard. */
  history(room: RoomRef, query: HistoryQuery = {}): Promise<HistoryPage> {
    return this.#database.read('archive.history', () => readHistory(this.#database, room, query))
  }

  /** Finds messages, and activities that came with words. Newest first: what was heard last. */
  search(query: SearchQuery): Promise<SearchPage> {
    return this.#database.read('archive.search', () => search(this.#database, query))
  }

  /**
   * Forgets a person: what they wrote, their name and their id, here and in dead letters, and wherever others answered
   * them. The bytes are gone from the file when it resolves. What they wrote is still known by its key, so that it is not
   * kept again when it comes late.
   *
   * It goes through the whole archive, in portions. Where it rejects, call it again: it goes on.
   */
  erase(person: Person): Promise<Erased> {
    return erase(this.#database, this.#index, person)
  }

  /**
   * Forgets what is older, keys included. Messages are as old as they were sent, everything else as it was heard.
   * In portions; where it rejects, call it again: it goes on.
   */
  prune(options: PruneOptions): Promise<Pruned> {
    return prune(this.#database, this.#index, options)
  }
}
