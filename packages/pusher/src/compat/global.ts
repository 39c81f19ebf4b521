import { Pusher } from './pusher.js'

// For script tags, which know modules by the globals they leave.
Object.assign(globalThis, { Pusher })
