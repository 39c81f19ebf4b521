/** Red, green and blue, each from 0 to 1. */
type Color = readonly [number, number, number]

/** The plate behind the words with the brightest picture behind it: white through 20 %, as `style.css` has it. */
const backdropLuminance = luminance([0.245, 0.245, 0.256])

/** What WCAG 2 asks of text: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const wantedContrast = 4.5

/** For those without a color of their own. */
const palette = [
  '#ff9e80',
  '#ffd180',
  '#ccff90',
  '#a7ffeb',
  '#80d8ff',
  '#b388ff',
  '#ff80ab',
  '#e6ee9c',
] as const

/**
 * The color of a name, as near to the one that was chosen as can be read on the plate.
 *
 * @param color `#RRGGBB`; for anything else the person gets one, always the same
 */
export function nameColor(color: string | undefined, person: string): string {
  const chosen = parse(color ?? '') ?? parse(palette[hash(person) % palette.length] ?? '') ?? [1, 1, 1]
  if (contrast(chosen) >= wantedContrast) return format(chosen)
  // Mixed with white step by step: the hue stays, and white itself is always enough.
  for (let share = 0.05; share < 1; share += 0.05) {
    const mixed = mix(chosen, share)
    if (contrast(mixed) >= wantedContrast) return format(mixed)
  }
  return '#ffffff'
}

/** How well a color is told from the plate, as WCAG 2 counts it: 1 to 21. */
export function contrastOf(color: string): number {
  return contrast(parse(color) ?? [0, 0, 0])
}

function contrast(color: Color): number {
  const [bright, dark] = [luminance(color), backdropLuminance].toSorted((a, b) => b - a) as [number, number]
  return (bright + 0.05) / (dark + 0.05)
}

function luminance([red, green, blue]: Color): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function mix([red, green, blue]: Color, white: number): Color {
  const lift = (value: number): number => value + (1 - value) * white
  return [lift(red), lift(green), lift(blue)]
}

function parse(text: string): Color | undefined {
  const [, digits] = /^#([0-9a-f]{6})$/iu.exec(text) ?? []
  if (digits === undefined) return undefined
  const value = Number.parseInt(digits, 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

function format(color: Color): string {
  // Upwards, so that rounding takes nothing of the contrast.
  return `#${color
    .map((value) =>
      Math.min(255, Math.ceil(value * 255 - 1e-9))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

function hash(text: string): number {
  let value = 0
  for (let at = 0; at < text.length; at += 1) value = (Math.imul(value, 31) + text.charCodeAt(at)) >>> 0
  return value
}
