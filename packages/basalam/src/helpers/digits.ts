const persianZero = 0x06f0
const arabicZero = 0x0660

/** Digits as Persian writes them: `12۳٤` is `۱۲۳۴`. Everything else stays. */
export function toPersianDigits(text: string | number): string {
  return String(text).replaceAll(/[0-9٠-٩]/g, (digit) => String.fromCharCode(persianZero + digitOf(digit)))
}

/** Digits as programs read them, from Persian and Arabic ones: `۱۲٣` is `123`. Everything else stays. */
export function toAsciiDigits(text: string): string {
  return text.replaceAll(/[۰-۹٠-٩]/g, (digit) => String(digitOf(digit)))
}

/**
 * A number as people write it, in any of the three kinds of digits, with separators of thousands and the decimal point
 * of either script: `۱٬۲۵۰٫۵`, `1,250.5`. `undefined` for what is no number.
 */
export function parseNumber(text: string): number | undefined {
  const plain = toAsciiDigits(text)
    .replaceAll(/[\s\u200c\u200e\u200f]/g, '')
    .replace('\u066b', '.')
    .replace('\u2212', '-')
  if (!/^[+-]?(\d+|\d{1,3}([,\u066c،]\d{3})+)(\.\d+)?$/.test(plain)) return undefined
  return Number(plain.replaceAll(/[,\u066c،]/g, ''))
}

function digitOf(digit: string): number {
  const code = digit.charCodeAt(0)
  if (code >= persianZero) return code - persianZero
  return code >= arabicZero ? code - arabicZero : code - 0x30
}
