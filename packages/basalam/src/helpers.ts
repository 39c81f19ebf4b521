export { parseNumber, toAsciiDigits, toPersianDigits } from './helpers/digits.js'
export { formatRialAsToman, formatToman, rialToToman, tomanToRial } from './helpers/money.js'
export { matchesSearch, normalizeForSearch } from './helpers/search-text.js'
export { formatPersianTime, parseTime } from './helpers/time.js'

export type { TimeOptions } from './helpers/time.js'
