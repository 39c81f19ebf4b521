/*
 * Products, the search and apps count in rial, shipping in toman; of orders and wallets no document says. People speak of
 * toman: ten rial.
 */
const rialPerToman = 10

/** Rial as toman; may have a fraction. */
export function rialToToman(rial: number): number {
  return rial / rialPerToman
}

/** Toman as rial. */
export function tomanToRial(toman: number): number {
  // 0.3 toman are 3 rial, and not a little less.
  return Number((toman * rialPerToman).toPrecision(15))
}

/** An amount of rial in words for people, as toman: `۱۲۵٬۰۰۰ تومان`. */
export function formatRialAsToman(rial: number): string {
  return formatToman(rialToToman(rial))
}

/** An amount of toman in words for people: `۱۲۵٬۰۰۰ تومان`. Fractions are shown down to a rial. */
export function formatToman(toman: number): string {
  return `${formatter().format(toman)} تومان`
}

let made: Intl.NumberFormat | undefined

function formatter(): Intl.NumberFormat {
  made ??= new Intl.NumberFormat('fa-IR', { maximumFractionDigits: 1 })
  return made
}
