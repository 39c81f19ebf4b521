import type { Author } from '../../author.js'
import type { Operation } from '../../capability.js'
import { messageKey } from '../../message-ref.js'
import type { Receipt } from '../../outgoing.js'
import { roomKey, type RoomRef } from '../../room-ref.js'
import type { Room } from '../../room.js'
import { demand, demandSame } from '../demand.js'
import type { PlatformMessage } from '../harness.js'
import { needAbility, type Trial } from '../trial.js'

/** Operations that are done by calling something; the others are ways in which events arrive. */
export type CallableOperation = Exclude<Operation, `receive.${string}`>

/** How an operation is used, and how it is seen that it took place. */
interface Exercise {
  /** Calls it through the hub, with arguments that are right. */
  call(trial: Trial, id: string): Promise<unknown>
  /** Fails where the platform shows nothing of it. */
  verify(trial: Trial, id: string, value: unknown): Promise<void> | void
}

const words = 'words of ours'

/** One that leaves no message behind: the platform counts it. */
function counted(operation: CallableOperation, call: Exercise['call']): Exercise {
  return {
    call,
    verify: (trial) => {
      const count = trial.platform.performed?.(operation)
      demand(count !== undefined, `${operation} is claimed: the harness needs “platform.performed”.`)
      demand(count === 1, `The platform has to see one ${operation}, and saw ${count}.`)
    },
  }
}

function find(trial: Trial, text: string, room: RoomRef = trial.room.ref): PlatformMessage | undefined {
  return trial.platform.messages(room).find((message) => message.text === text)
}

export const exercises: Readonly<Record<CallableOperation, Exercise>> = {
  'message.send': {
    call: (trial) => trial.room.send(words),
    verify: (trial, _id, receipt) => {
      const sent = find(trial, words)
      demand(sent !== undefined, 'What was sent has to stand on the platform.')
      const { refs } = receipt as Receipt
      demandSame(
        refs.map((ref) => ref.id),
        [sent.id],
        'The ids of the receipt',
      )
      demand(
        refs[0]?.room !== undefined && roomKey(refs[0].room) === trial.room.key,
        'The receipt has to name the room.',
      )
    },
  },
  'message.reply': {
    call: (trial, id) => trial.room.send(words, { replyTo: { room: trial.room.ref, id } }),
    verify: (trial, id) => {
      const { replyTo } = find(trial, words) ?? {}
      demand(
        replyTo === id,
        `The reply has to answer ${id}; on the platform it answers ${replyTo ?? 'nothing'}.`,
      )
    },
  },
  'message.edit': {
    call: async (trial) => {
      // Asked for first: where nothing can be edited nothing is to be sent either.
      const room = trial.room.demand('message.edit')
      needAbility(trial, 'message.send')
      const [ref] = (await room.send('words to be mended')).refs
      demand(ref !== undefined, 'A receipt has to name the message.')
      await room.edit(ref, words)
    },
    verify: (trial) => {
      demand(find(trial, words) !== undefined, 'The new words have to stand on the platform.')
      demand(find(trial, 'words to be mended') === undefined, 'The old words must not stand on the platform.')
    },
  },
  'message.delete': {
    call: (trial, id) => trial.room.demand('message.delete').delete(id),
    verify: (trial, id) => {
      const left = trial.platform.messages(trial.room.ref).some((message) => message.id === id)
      demand(!left, 'A deleted message must not stand on the platform.')
    },
  },
  'message.forward': {
    call: (trial, id) => trial.room.demand('message.forward').forward(id, trial.otherRoom.ref),
    verify: (trial) => {
      demand(
        find(trial, 'hello', trial.otherRoom.ref) !== undefined,
        'A forwarded message has to stand in the other room.',
      )
    },
  },
  'message.seen': counted('message.seen', (trial, id) => trial.room.demand('message.seen').markSeen(id)),
  'typing.send': counted('typing.send', (trial) => trial.room.demand('typing.send').sendTyping()),
  'user.ban': counted('user.ban', (trial) => trial.room.demand('user.ban').ban(trial.fixture.userId)),
  'user.timeout': counted('user.timeout', (trial) =>
    trial.room.demand('user.timeout').timeout(trial.fixture.userId, 60_000),
  ),
  'user.release': counted('user.release', (trial) =>
    trial.room.demand('user.release').release(trial.fixture.userId),
  ),
  'history.read': {
    call: (trial) => trial.room.history(),
    verify: verifyHistory,
  },
  'member.list': {
    call: (trial) => trial.room.demand('member.list').members(),
    verify: (trial, _id, members) => {
      const ids = (members as readonly Author[]).map(({ id }) => id)
      demand(ids.includes(trial.fixture.userId), `Who is in the room has to include ${trial.fixture.userId}.`)
    },
  },
  'room.list': {
    call: (trial) => trial.account.rooms(),
    verify: (trial, _id, rooms) => {
      const keys = (rooms as readonly Room[]).map(({ key }) => key)
      for (const ref of trial.fixture.rooms)
        demand(keys.includes(roomKey(ref)), `${roomKey(ref)} has to be listed.`)
    },
  },
  'room.open': {
    call: (trial) => trial.account.openRoom(trial.fixture.userId),
    verify: (trial, _id, room) => {
      const { ref } = room as Room
      demand(ref.kind === 'direct', `A room with one person has to be of kind direct, not ${ref.kind}.`)
      demand(ref.account === trial.account.account, 'It has to be a room of the account that opened it.')
    },
  },
  'media.upload': {
    call: (trial) =>
      trial.room.demand('media.upload').upload(new Blob(['some bytes'], { type: 'text/plain' })),
    verify: (_trial, _id, media) => {
      const { id, url } = media as { readonly id?: string; readonly url?: string }
      demand(id !== undefined || url !== undefined, 'An uploaded file has to have an id or an address.')
    },
  },
}

/** Reads the whole history in pages of two, back from its end: each message once, oldest first inside a page. */
async function verifyHistory(trial: Trial): Promise<void> {
  const { ref } = trial.room
  await trial.say(ref, ['one', 'two', 'three', 'four'])
  const expected = trial.platform.messages(ref).map(({ id }) => messageKey({ room: ref, id }))
  const read: string[] = []
  let before: string | undefined
  for (let pages = 0; pages <= expected.length; pages += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
    const page = await trial.during(trial.room.history({ limit: 2, ...(before !== undefined && { before }) }))
    read.unshift(...page.messages.map((message) => messageKey(message.ref)))
    if (page.before === undefined) {
      const { length } = read
      demand(
        length === expected.length || page.complete !== true,
        `The history ends after ${length} of ${expected.length} messages, and says that it is complete.`,
      )
      break
    }
    demand(page.before !== before, 'A page of history must not lead to itself.')
    before = page.before
  }
  demand(read.length >= 2, `The history holds ${read.length} of the messages that were just said.`)
  demandSame(read, expected.slice(-read.length), 'The history, read back in pages of two')
}
