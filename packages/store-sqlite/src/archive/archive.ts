import type { ArchivedEvent, HistoryPage, HistoryQuery, RoomRef } from '@wireloom/chat-core'
import type { Database } from '../database/database.js'
import { inPortions } from '../database/portions.js'
import type { SqliteArchive } from '../sqlite-archive.js'
import { Append } from './append.js'
import { toEntry } from './entry.js'
import { erase, type Erased } from './erase.js'
import type { Person } from './forget-person.js'
import { readHistory } from './history.js'
import { prune, type Pruned, type PruneOptions } from './prune.js'
import { search, type SearchPage, type SearchQuery } from './search.js'
import { SearchIndex } from './search-index.js'

/** The archive on a database, each call as a read or as writes. */
export class Archive implements SqliteArchive {
  readonly #database: Database
  readonly #index: SearchIndex

  constructor(database: Database) {
    this.#database = database
    this.#index = new SearchIndex(database)
  }

  append(events: readonly ArchivedEvent[]): Promise<readonly boolean[]> {
    return inPortions(events, async (portion) => {
      const entries = this.#database.named('archive.append', () => portion.map(toEntry))
      return this.#database.write('archive.append', () =>
        new Append(this.#database, this.#index).run(entries),
      )
    })
  }

  history(room: RoomRef, query: HistoryQuery = {}): Promise<HistoryPage> {
    return this.#database.read('archive.history', () => readHistory(this.#database, room, query))
  }

  search(query: SearchQuery): Promise<SearchPage> {
    return this.#database.read('archive.search', () => search(this.#database, query))
  }

  erase(person: Person): Promise<Erased> {
    return erase(this.#database, this.#index, person)
  }

  prune(options: PruneOptions): Promise<Pruned> {
    return prune(this.#database, this.#index, options)
  }
}
