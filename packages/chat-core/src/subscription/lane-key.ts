import type { Entry } from '../delivery/entry.js'
import type { HandlerOrder } from '../subscription.js'

/** What an event shares with those that are handled one after the other with it. */
export function laneKey(entry: Entry, order: HandlerOrder): unknown {
  if (order === 'room') return entry.place
  if (order === 'none') return undefined
  const { event, place } = entry
  const kind = order === 'conversation' ? place?.handle.ref.kind : undefined
  if (kind === 'direct' || kind === 'group') return place
  const author =
    event.type === 'message' || event.type === 'edit'
      ? event.message.author
      : event.type === 'activity'
        ? event.actor
        : undefined
  // Whoever has no id shares a lane with the room's other events: nobody can tell them apart.
  return author?.id == null ? place : `${place?.handle.key ?? ''} ${author.id}`
}
