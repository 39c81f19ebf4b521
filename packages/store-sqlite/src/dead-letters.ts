import type { DeadLetter, DeadLetterStore } from '@wireloom/chat-core'
import { decode, encode } from './archive/encode.js'
import type { Database } from './database/database.js'

/** Dead letters by key, in the order they were added. */
export class SqliteDeadLetters implements DeadLetterStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(letter: DeadLetter): Promise<void> {
    const text = encode(letter)
    await this.#database.write('deadLetters.add', () =>
      this.#database.run(
        `insert into dead_letter (key, letter) values (?, ?)
         on conflict (key) do update set letter = excluded.letter`,
        letter.key,
        text,
      ),
    )
  }

  list(): Promise<readonly DeadLetter[]> {
    return this.#database.read('deadLetters.list', () =>
      this.#database
        .all('select letter from dead_letter order by position')
        .map(({ letter }) => decode(String(letter)) as DeadLetter),
    )
  }

  async remove(key: string): Promise<void> {
    await this.#database.write('deadLetters.remove', () =>
      this.#database.run('delete from dead_letter where key = ?', key),
    )
  }
}
