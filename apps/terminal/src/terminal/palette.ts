import { Chalk, type ColorSupportLevel } from 'chalk'

type Paint = (text: string) => string

/** Every way in which a piece of a line can look, by what it is. */
export interface Palette {
  readonly time: Paint
  readonly quiet: Paint
  readonly strong: Paint
  readonly emote: Paint
  readonly mention: Paint
  readonly link: Paint
  readonly badge: Paint
  readonly good: Paint
  readonly bad: Paint
  readonly loud: Paint
  readonly struck: Paint
  readonly bar: Paint
  /** An author's name in the color they chose, as near as the terminal comes. */
  readonly name: (text: string, color: string | undefined) => string
  /** A room's name in the color of its place in the list. */
  readonly room: (text: string, index: number) => string
}

/** How things look with so many colors; with none, every text comes back as it went in. */
export function createPalette(level: ColorSupportLevel): Palette {
  const chalk = new Chalk({ level })
  const rooms = [chalk.cyan, chalk.magenta, chalk.blue, chalk.green, chalk.yellow]
  return {
    time: chalk.gray,
    quiet: chalk.gray,
    strong: chalk.bold,
    emote: chalk.cyan.italic,
    mention: chalk.bold,
    link: chalk.underline,
    badge: chalk.yellow,
    good: chalk.green,
    bad: chalk.red,
    loud: chalk.bold.black.bgYellow,
    struck: chalk.strikethrough.gray,
    bar: chalk.inverse,
    name: (text, color) =>
      color !== undefined && /^#[\da-f]{6}$/i.test(color) ? chalk.bold.hex(color)(text) : chalk.bold(text),
    room: (text, index) => (rooms[index % rooms.length] ?? chalk.cyan)(text),
  }
}
