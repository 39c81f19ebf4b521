import type { ChatEvent } from '@wireloom/chat-core'
import type { KickEvent, PusherSocketOptions } from '@wireloom/kick-chat'
import { codeOf, rootCause, TerminalError } from './errors.ts'
import { help } from './help.ts'
import { RateMeter } from './rate-meter.ts'
import { readSettings } from './read-settings.ts'
import { toJsonLine } from './render/json-line.ts'
import { RecentMessages } from './render/recent-messages.ts'
import { renderEvent, roomOf } from './render/render-event.ts'
import { renderStatusLine } from './render/status-line.ts'
import type { Style } from './render/style.ts'
import { Votes } from './render/votes.ts'
import { demoEvents, type Settings } from './settings.ts'
import { openSource, type Source } from './source/source.ts'
import { cleanText } from './terminal/clean-text.ts'
import { readColorLevel } from './terminal/color-level.ts'
import { fill } from './terminal/fit.ts'
import type { Line } from './terminal/line.ts'
import type { Output, OutputStream } from './terminal/output.ts'
import { createPalette, type Palette } from './terminal/palette.ts'
import { createPlainOutput } from './terminal/plain-output.ts'
import { Screen } from './terminal/screen.ts'
import { view } from './view.ts'

/** What a run needs of the process around it. */
export interface Surroundings {
  readonly args: readonly string[]
  readonly stdout: OutputStream & { readonly isTTY?: boolean }
  readonly stderr: { write(text: string): unknown }
  readonly env: Readonly<Record<string, string | undefined>>
  /** Ends the run, as Ctrl-C does. */
  readonly signal: AbortSignal
  /** Hears of the screen that has taken the terminal over, before it does. */
  readonly onScreen?: (screen: Screen) => void
  /** How to hold on to the connection; for tests that cannot wait as long as real life. */
  readonly socket?: PusherSocketOptions
  /** How many events may wait while the output is slow. Default 2000. */
  readonly limit?: number
}

/** Runs the program. @returns the code to end with; what is wrong is said in one line on stderr. */
export async function run(surroundings: Surroundings): Promise<number> {
  const { args, stdout, stderr } = surroundings
  try {
    const settings = readSettings(args)
    if (settings === 'help') stdout.write(help)
    else await show(settings, surroundings)
    return 0
  } catch (error) {
    stderr.write(`${describe(error)}\n`)
    return error instanceof TerminalError ? error.exitCode : 1
  }
}

/** One line for whatever went wrong. */
export function describe(error: unknown): string {
  return cleanText(error instanceof Error ? error.message : String(error))
}

async function show(settings: Settings, surroundings: Surroundings): Promise<void> {
  const { stdout, stderr, limit = 2000, socket } = surroundings
  const ending = new AbortController()
  const signal = AbortSignal.any([surroundings.signal, ending.signal])
  const isScreen = stdout.isTTY === true && settings.format === 'lines'
  const palette = createPalette(
    readColorLevel({ env: surroundings.env, isTty: settings.format === 'lines' && stdout.isTTY === true }),
  )
  let report = (text: string): void => void stderr.write(`${text}\n`)
  await using source = await openSource(settings.source, {
    limit,
    signal,
    socket,
    onError: (error) => {
      const code = codeOf(rootCause(error))
      report(`! ${describe(error)}${code === undefined ? '' : ` (${code})`}`)
    },
  })
  const meter = new RateMeter()
  const output = isScreen ? openScreen(source, meter, palette, surroundings) : createPlainOutput(stdout)
  if (isScreen) report = (text) => void output.print([{ prefix: '', body: palette.bad(text) }], signal)

  const timer =
    settings.durationMs === undefined ? undefined : setTimeout(() => ending.abort(), settings.durationMs)
  const joined = source.joined.catch((error: unknown) => {
    ending.abort()
    throw error
  })
  // It is awaited below; until then nobody else looks at it.
  joined.catch(() => undefined)
  try {
    await view({
      events: source.events,
      render: createRender(settings, source, palette, meter),
      output,
      messages: settings.messages,
      maxEvents: settings.events ?? (settings.isDemo && !isScreen ? demoEvents : undefined),
      signal,
    })
    ending.abort()
    await joined
  } finally {
    clearTimeout(timer)
    ending.abort()
    await output.close()
  }
}

function openScreen(
  source: Source,
  meter: RateMeter,
  palette: Palette,
  { stdout, onScreen }: Surroundings,
): Output {
  const screen = new Screen({
    stream: stdout,
    paint: palette.bar,
    status: () =>
      renderStatusLine({ ...source.stats(), messagesPerMinute: meter.perMinute(performance.now()) }),
  })
  onScreen?.(screen)
  screen.open()
  return screen
}

function createRender(
  settings: Settings,
  source: Source,
  palette: Palette,
  meter: RateMeter,
): (event: ChatEvent<KickEvent>) => readonly Line[] {
  const { rooms } = settings.source
  const labelColumns = Math.max(...rooms.map((room) => String(room).length))
  const style: Style = {
    palette,
    roomLabel: (room) => {
      if (rooms.length < 2) return ''
      const label = fill(room === undefined ? '' : cleanText(source.names.find(room)), labelColumns)
      return `${room === undefined ? label : palette.room(label, source.names.indexOf(room))} `
    },
    recent: new RecentMessages(),
    votes: new Votes(),
    connectedRooms: new Set(),
    nowMs: () => Date.now(),
  }
  return (event) => {
    if (event.type === 'message') meter.add(performance.now())
    if (settings.format === 'lines') return renderEvent(event, style)
    const room = roomOf(event)
    const roomName = room === undefined ? undefined : source.names.find(room)
    const body = toJsonLine(event, { roomName, receivedAtMs: Date.now(), raw: settings.raw })
    return [{ prefix: '', body }]
  }
}
