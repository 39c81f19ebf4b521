import { startSandbox, type Sandbox, type SandboxOptions } from '@wireloom/sandbox'
import { onTestFinished } from 'vitest'
import { fastMain, start, type Ending, type Program } from './program.ts'
import { sleepUntil } from './sleep.ts'

/** A line of `--json`, as far as the tests look at it. */
export interface JsonEvent {
  readonly type: string
  readonly roomName?: string
  readonly receivedAt: number
  readonly state?: string
  readonly cause?: string
  readonly fromMs?: number
  readonly toMs?: number
  readonly message?: { readonly ref: { readonly id: string }; readonly text: string; readonly sentAt: number }
}

/** A program that watches a sandbox, and the sandbox's own view of it. */
export interface Watch {
  readonly sandbox: Sandbox
  readonly program: Program
  readonly events: () => readonly JsonEvent[]
  /**
   * Says something in each room and waits until all of it is printed. What is said on a connection that is lost
   * meanwhile may never be: it is said again on the next.
   */
  readonly settle: (mark: string) => Promise<void>
  /** Ends the program. */
  readonly end: () => Promise<Ending>
  /**
   * What is wrong with what was printed: messages printed twice, and messages that are neither printed nor within
   * a gap of their room. Counts what was said between the program's arrival in a room and the last `settle`.
   */
  readonly faults: () => readonly string[]
  readonly lost: () => number
}

/** Starts a sandbox with two rooms and a program that prints everything in them as JSON. */
export async function watch(options: SandboxOptions = {}): Promise<Watch> {
  const rooms = ['alpha', 'beta']
  const sandbox = await startSandbox({ rooms, ...options })
  onTestFinished(async () => sandbox.close())
  const program = start(['--server', sandbox.url, '--rooms', rooms.join(','), '--json'], { file: fastMain })
  const events = (): readonly JsonEvent[] =>
    program
      .stdout()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as JsonEvent)

  await program.until((stdout) =>
    rooms.every(
      (room) => stdout.includes(`"status","roomName":"${room}"`) && countLive(stdout) >= rooms.length,
    ),
  )

  const said = (room: string): readonly { id: string; atMs: number; sentAt: number }[] => {
    const live = events().find(
      ({ type, roomName, state }) => type === 'status' && roomName === room && state === 'live',
    )
    return sandbox.record
      .events({ channel: sandbox.kick.room(room).channels.chat, sinceMs: (live?.receivedAt ?? 0) + 1 })
      .filter(({ event, messageId }) => event.endsWith('ChatMessageEvent') && messageId !== undefined)
      .map(({ data, atMs }) => {
        const wire = JSON.parse(String(data)) as { id: string; created_at: string }
        return { id: wire.id, atMs, sentAt: Date.parse(wire.created_at) }
      })
  }

  const missing = (room: string): readonly { id: string; atMs: number; sentAt: number }[] => {
    const printed = new Set(events().map(({ message }) => message?.ref.id))
    return said(room).filter(({ id }) => !printed.has(id))
  }

  const settle = async (mark: string): Promise<void> => {
    await untilSubscribed({ sandbox })
    const connection = connectionOf({ sandbox })
    const ids = rooms.map((room) => sandbox.kick.room(room).say(`${mark} in ${room}`).id)
    const isPrinted = (): boolean => ids.every((id) => program.stdout().includes(id))
    // A program that comes back says so, and is looked at then.
    await program.until(() => isPrinted() || connectionOf({ sandbox }) !== connection)
    if (!isPrinted()) await settle(mark)
  }

  return {
    sandbox,
    program,
    events,
    settle,
    end: async () => {
      program.child.kill('SIGTERM')
      return program.ended
    },
    lost: () => rooms.reduce((sum, room) => sum + missing(room).length, 0),
    faults: () => {
      const ids = events().flatMap(({ message, type }) =>
        type === 'message' && message ? [message.ref.id] : [],
      )
      const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
      const unexplained = rooms.flatMap((room) => {
        const gaps = events().filter(({ type, roomName }) => type === 'gap' && roomName === room)
        return missing(room)
          .filter(
            ({ sentAt, atMs }) =>
              !gaps.some(({ fromMs, toMs }) => (fromMs ?? 0) <= sentAt && atMs <= (toMs ?? Infinity)),
          )
          .map(({ id, atMs }) => `${id} of ${room}, said at ${atMs}, is neither printed nor in a gap`)
      })
      return [...twice.map((id) => `${id} is printed twice`), ...unexplained]
    },
  }
}

/** Waits until the program is subscribed to everything again. */
export async function untilSubscribed({ sandbox }: Pick<Watch, 'sandbox'>): Promise<void> {
  await sleepUntil(
    () => sandbox.pusher.connections.reduce((sum, { channels }) => sum + channels.length, 0) === 10,
  )
}

/** The socket id of the program's connection, where it has one. */
export function connectionOf({ sandbox }: Pick<Watch, 'sandbox'>): string | undefined {
  return sandbox.pusher.connections[0]?.socketId
}

/** Waits until the program has another connection than before, and is subscribed to everything again. */
export async function untilReconnected(watched: Watch, before: string | undefined): Promise<void> {
  await sleepUntil(() => connectionOf(watched) !== before)
  await untilSubscribed(watched)
}

function countLive(stdout: string): number {
  return stdout.split('"state":"live"').length - 1
}
