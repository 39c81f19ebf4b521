import { Pusher, type Gap } from '@wireloom/pusher'
import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, test } from 'vitest'
import { toChannelId, toChatroomId } from '../src/index.js'
import { channelNames } from '../src/transport/channel-names.js'
import { PusherFeed } from '../src/transport/pusher-feed.js'
import { socketTo } from './support/chat.js'
import { describeTransport } from './support/transport-contract.js'

describeTransport('the Pusher socket', async () => {
  const sandbox = await startSandbox()
  return {
    socket: socketTo(sandbox),
    refusedSocket: socketTo(sandbox, { key: 'wrong' }),
    publish: (channel, event, data) => sandbox.pusher.publish({ channel, event, data }),
    breakConnections: () => sandbox.faults.drop(),
    holdConnections: () => {
      const hold = sandbox.faults.handshake(null, { next: Infinity })
      return () => hold.heal()
    },
    connections: () => sandbox.pusher.connections.map(({ channels }) => channels),
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
})

describe('gaps of one room', () => {
  function feed(): { tell: (gap: Partial<Gap>) => void; gaps: (readonly [number, number])[] } {
    const gaps: (readonly [number, number])[] = []
    const ignore = (): void => undefined
    const made = new PusherFeed(
      new Pusher({ key: 'key', cluster: 'us2' }),
      {
        chatroomId: toChatroomId(1),
        channelId: undefined,
        channels: ['lesser', 'main'],
        listener: {
          event: ignore,
          status: ignore,
          error: ignore,
          gap: (fromMs, toMs) => void gaps.push([fromMs, toMs]),
        },
      },
      ignore,
    )
    const tell = (gap: Partial<Gap>): void =>
      made.gap({ fromMs: 0, toMs: 0, channels: ['main'], cause: 'connection_lost', ...gap })
    return { tell, gaps }
  }

  test('wait for the chat’s own channel, and are then one', () => {
    const { tell, gaps } = feed()
    tell({ fromMs: 1_000, toMs: 5_000, channels: ['lesser'] })
    expect(gaps).toEqual([])
    tell({ fromMs: 1_000, toMs: 5_900 })
    expect(gaps).toEqual([[1_000, 5_900]])
  })

  test('reach back to the earliest loss that waits', () => {
    const { tell, gaps } = feed()
    tell({ fromMs: 1_000, toMs: 5_000, channels: ['lesser'] })
    tell({ fromMs: 7_000, toMs: 9_000, channels: ['lesser', 'main'] })
    expect(gaps).toEqual([[1_000, 9_000]])
  })

  test('that were told whole are not told in part', () => {
    const { tell, gaps } = feed()
    tell({ fromMs: 1_000, toMs: 9_000 })
    tell({ fromMs: 7_000, toMs: 9_000, channels: ['lesser', 'main'] })
    expect(gaps).toEqual([[1_000, 9_000]])
  })

  test('go on where the last one ended, however soon after, for what came back later', () => {
    const { tell, gaps } = feed()
    tell({ fromMs: 1_000, toMs: 5_000 })
    tell({ fromMs: 1_000, toMs: 5_001, channels: ['lesser', 'main'] })
    expect(gaps).toEqual([
      [1_000, 5_000],
      [5_000, 5_001],
    ])
  })

  test('of different losses are different', () => {
    const { tell, gaps } = feed()
    tell({ fromMs: 1_000, toMs: 5_000 })
    tell({ fromMs: 7_000, toMs: 8_000 })
    expect(gaps).toEqual([
      [1_000, 5_000],
      [7_000, 8_000],
    ])
  })
})

describe('the channels of a room', () => {
  test('are five where the channel id is known, and three where it is not', () => {
    expect(channelNames(toChatroomId(1001), toChannelId(5))).toEqual([
      'channel.5',
      'channel_5',
      'chatroom_1001',
      'chatrooms.1001',
      'chatrooms.1001.v2',
    ])
    expect(channelNames(toChatroomId(1001), undefined)).toHaveLength(3)
  })

  test('end with the chat’s own, so that a server’s last answer vouches for all', () => {
    expect(channelNames(toChatroomId(1001), toChannelId(5)).at(-1)).toBe('chatrooms.1001.v2')
    expect(channelNames(toChatroomId(1001), undefined).at(-1)).toBe('chatrooms.1001.v2')
  })
})
