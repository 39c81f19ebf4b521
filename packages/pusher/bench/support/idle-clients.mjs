// Clients that do nothing but stay connected, until they are killed.
import { contenders } from './contenders.mjs'

const [name, port, count] = process.argv.slice(2)
const idle = { port: Number(port), channels: 1, bound: 0, message: () => undefined, over: () => undefined }
for (let index = 0; index < Number(count); index += 1) await contenders[name](idle)
process.send('connected')
