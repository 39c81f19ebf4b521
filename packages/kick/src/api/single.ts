import { KickError } from '../kick-error.js'
import { list, type Decoder } from './decode.js'

/** The one item of a list; `not_found` where there is none. */
export function single<Value>(decode: Decoder<Value>, what: string): Decoder<Value> {
  return (value, place) => {
    const [first] = list(decode)(value, place)
    if (first === undefined) throw new KickError('not_found', `Kick knows no such ${what}.`)
    return first
  }
}
