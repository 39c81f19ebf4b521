/**
 * Holds the lock of a file: `run-locker.ts PATH immediate|exclusive [MILLISECONDS]`. Says `locked`, and lets go when it is
 * killed, or after so long.
 */
import { DatabaseSync } from 'node:sqlite'

const [path = '', kind = 'immediate', forMs = '60000'] = process.argv.slice(2)
const connection = new DatabaseSync(path)
if (kind === 'exclusive') connection.exec('pragma locking_mode = exclusive')
connection.exec(`begin ${kind}; create table if not exists locker (a); insert into locker values (1)`)
process.stdout.write('locked\n')
setTimeout(() => {
  connection.exec('rollback')
  connection.close()
}, Number(forMs))
