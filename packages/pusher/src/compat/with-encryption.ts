import { encryption } from '../encrypted.js'
import type { Options } from './options.js'
import { Pusher } from './pusher.js'

/** The client of `@wireloom/pusher/compat` with the cipher of encrypted channels built in. */
export class PusherWithEncryption extends Pusher {
  /** @throws PusherError `invalid_options`, naming the option */
  constructor(key: string, options: Options) {
    // What is no object is refused by the base, in its own words.
    super(key, options && { encryption, ...options })
  }
}

// oxlint-disable-next-line import/no-default-export -- it is how pusher-js is imported
export { PusherWithEncryption as default, PusherWithEncryption as 'module.exports' }
export type * from '../compat.js'
