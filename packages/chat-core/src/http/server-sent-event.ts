/** One event of an event stream, as the HTML standard defines it. Neither may hold a line break but the data. */
export interface ServerSentEvent {
  readonly id: string
  readonly data: string
}

/** Writes an event: browsers hand it to `onmessage`, and name its id when they reconnect. */
export function encodeServerSentEvent({ data, id }: ServerSentEvent): string {
  const lines = data.split(/\r\n|\r|\n/u).map((line) => `data: ${line}\n`)
  return `id: ${id}\n${lines.join('')}\n`
}

/** A line that readers pass over, and that shows to everything in between that somebody is there. */
export const serverSentComment = ': still here\n\n'
