import { badgeGlyphs } from './render/people.ts'
import { defaultRate, defaultRooms, demoEvents } from './settings.ts'

export const help = `Shows live chats in a terminal, many rooms at once.

Usage: wireloom-terminal [options]

Where the chat comes from (default: a sandbox of its own on 127.0.0.1)
  --rooms <a,b>         names of the sandbox's rooms (default ${defaultRooms.join(',')})
  --rate <n>            messages a minute in each room (default ${defaultRate})
  --seed <n>            another number makes another chat (default 1)
  --port <n>            the sandbox's port (default: any free one)
  --server <url>        read --rooms from a sandbox that runs already
  --live <name or id>   read a real Kick channel, by its name or chatroom id; may be repeated.
                        Unofficial: Kick may change or close this way on any day.

What is printed
  --json                one event a line, as JSON
  --raw                 with --json: Kick's own form of each event beside it

When it ends (default: at Ctrl-C)
  --messages <n>        after so many chat messages
  --events <n>          after so many printed events; lines about the connection do not count
  --duration <seconds>  after so long

  --demo                a lively sandbox; ends after ${demoEvents} events where the output is no terminal
  --help                this text

Badges: ${Object.entries(badgeGlyphs)
  .map(([name, glyph]) => `${glyph} ${name.replaceAll('_', ' ')}`)
  .join('  ')}
Colors follow the terminal, NO_COLOR and FORCE_COLOR (0 to 3).
`
