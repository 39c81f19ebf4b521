import { KickChat, cacheLookup, pusherSocket, toChannelId, toChatroomId } from '@wireloom/kick-chat'

// The ids of the rooms you care about, looked up once in a browser: no question to Kick's site at all.
const ids: Readonly<Record<string, { chatroomId: number; channelId: number }>> = {
  somebody: { chatroomId: 1001, channelId: 5 },
}

export const chat: KickChat = new KickChat({
  socket: pusherSocket(),
  lookup: cacheLookup(async (slug) => {
    const known = ids[slug]
    if (known === undefined) throw new RangeError(`add ${slug} to the table`)
    return { slug, chatroomId: toChatroomId(known.chatroomId), channelId: toChannelId(known.channelId) }
  }),
})
