import type { Random } from '../random.js'

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: ten letters of time, sixteen of chance. Kick names rewards, redemptions, subscriptions and deliveries by them. */
export function createUlid(atMs: number, random: Random): string {
  let time = ''
  for (let rest = atMs, index = 0; index < 10; index += 1) {
    time = `${letters[rest % 32]}${time}`
    rest = Math.floor(rest / 32)
  }
  return time + Array.from({ length: 16 }, () => letters[random.integer(0, 31)]).join('')
}
