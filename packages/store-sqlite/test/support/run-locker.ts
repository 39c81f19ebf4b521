/** Holds the lock of a file: `run-locker.ts PATH immediate|exclusive`. Says `locked`, and ends when it is killed. */
import { DatabaseSync } from 'node:sqlite'

const [path = '', kind = 'immediate'] = process.argv.slice(2)
const connection = new DatabaseSync(path)
if (kind === 'exclusive') connection.exec('pragma locking_mode = exclusive')
connection.exec(`begin ${kind}; create table if not exists locker (a); insert into locker values (1)`)
process.stdout.write('locked\n')
setInterval(() => connection.isOpen, 60_000)
