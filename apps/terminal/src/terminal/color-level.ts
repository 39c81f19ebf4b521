import { WriteStream } from 'node:tty'
import type { ColorSupportLevel } from 'chalk'

export interface ColorSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isTty: boolean
}

/**
 * How many colors to use: 0 none, 1 sixteen, 2 256, 3 all.
 *
 * `FORCE_COLOR` (0 to 3, or empty) is asked first, then `NO_COLOR`; without them a terminal decides, and what is
 * no terminal gets none.
 */
export function readColorLevel({ env, isTty }: ColorSurroundings): ColorSupportLevel {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) {
    if (forced === 'false' || forced === '0') return 0
    if (forced === '2') return 2
    if (forced === '3') return 3
    return Math.max(1, readTerminalLevel({ ...env, FORCE_COLOR: undefined })) as ColorSupportLevel
  }
  if ((env['NO_COLOR'] ?? '') !== '' || !isTty) return 0
  return readTerminalLevel(env)
}

function readTerminalLevel(env: ColorSurroundings['env']): ColorSupportLevel {
  const known = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  switch (WriteStream.prototype.getColorDepth(known)) {
    case 24:
      return 3
    case 8:
      return 2
    case 4:
      return 1
    default:
      return 0
  }
}
