import type { ArchivedEvent, ArchiveStore, HistoryPage, HistoryQuery, RoomRef } from '@wireloom/chat-core'
import type { Erased } from './archive/erase.js'
import type { Person } from './archive/forget-person.js'
import type { Pruned, PruneOptions } from './archive/prune.js'
import type { SearchPage, SearchQuery } from './archive/search.js'

/** Everything that was heard, each event once; messages as they stand now. */
export interface SqliteArchive extends ArchiveStore {
  /**
   * Keeps events. An edit replaces what a message says in history and search, a deletion takes it out of both; the
   * events themselves stay. More than 200 are kept in portions: where it rejects, some may be kept already, and are known
   * again when it is tried again.
   *
   * @returns for each event whether it was new
   */
  append(events: readonly ArchivedEvent[]): Promise<readonly boolean[]>

  /**
   * Pages through the messages of a room, 50 at a time unless `limit` says else: oldest first in each page, in the order
   * they were heard. Rejects with ChatError `invalid` for a cursor of another archive.
   */
  history(room: RoomRef, query?: HistoryQuery): Promise<HistoryPage>

  /**
   * Finds messages, and activities that came with words, newest first: what was heard last.
   *
   * Upper case, accents, vowel signs, forms of letters and of digits make no difference. Rejects with ChatError
   * `invalid`, by the name of what is wrong.
   */
  search(query: SearchQuery): Promise<SearchPage>

  /**
   * Forgets a person: what they wrote, their name and their id, here and in dead letters, and wherever others answered,
   * mentioned or moderated them. The bytes are gone from the file when it resolves. What they wrote is still known by its
   * key, so that it is not kept again when it comes late.
   *
   * It goes through the whole archive, in portions. Where it rejects, call it again.
   */
  erase(person: Person): Promise<Erased>

  /**
   * Forgets what is older, keys included. Messages are as old as they were sent, everything else as it was heard.
   * In portions; where it rejects, call it again. The file does not shrink: what comes next takes the place.
   */
  prune(options: PruneOptions): Promise<Pruned>
}
