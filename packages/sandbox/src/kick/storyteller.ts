import type { Chatter } from './chatter.js'
import type { RoomActions } from './room-actions.js'
import type { Scene } from './scene.js'
import { createGoalStory, createPollStory, createPredictionStory, createStreamStory } from './story.js'
import { kicksGifts } from './support-actions.js'
import {
  arabicLines,
  celebrationLines,
  emojiLines,
  emotes,
  hostNames,
  persianLines,
  reactions,
  replies,
  rewardTitles,
  sentences,
  unknownEvents,
} from './words.js'

/** Makes one thing happen in a room at every step. */
export type Storyteller = { step(): void }

/** One thing that may happen: how often, against the sum of all weights, and what. */
type Happening = { weight: number; happen: () => void }

/** The share of steps that are a chat message. What follows one, such as doubles of a subscription, is not counted. */
export const messageShare: number = 0.9

/** Tells a room's story. All chance comes from the scene: the same seed tells the same story. */
export function createStoryteller(
  scene: Scene,
  actions: RoomActions,
  sendUnknown: (event: string, data: unknown) => void,
): Storyteller {
  const { random, cast, memory } = scene
  const poll = createPollStory(scene, actions)
  const prediction = createPredictionStory(scene, actions)
  const goal = createGoalStory(scene, actions)
  const stream = createStreamStory(scene, actions)
  const timeouts: { username: string; untilStep: number }[] = []
  let stepCount = 0

  /** Somebody who may speak; those at the front of the cast speak most. */
  function speaker(): Chatter {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const chatter = cast.chatters[Math.floor(random.next() ** 2 * cast.chatters.length)]
      if (chatter !== undefined && !memory.banned.has(chatter.username)) return chatter
    }
    return cast.streamer
  }

  function viewer(): string {
    return random.pick(cast.chatters).username
  }

  /** Somebody one would ban: no moderator, and not banned already. */
  function troublemaker(): string | undefined {
    const { username, badges } = speaker()
    const isStaff = badges.some(
      ({ type }) => type === 'moderator' || type === 'broadcaster' || type === 'bot',
    )
    return isStaff ? undefined : username
  }

  function words(): string {
    const draw = random.next()
    const emote = random.pick(emotes)
    if (draw < 0.22) return random.pick(reactions)
    if (draw < 0.4) return `${random.pick(reactions)} ${emote}`
    if (draw < 0.5) return emote.repeat(random.integer(1, 4))
    if (draw < 0.72) return random.pick(sentences)
    if (draw < 0.84) return random.pick(persianLines)
    if (draw < 0.9) return random.pick(arabicLines)
    if (draw < 0.97) return random.pick(emojiLines)
    return Array.from({ length: 4 }, () => random.pick(sentences))
      .join(' ')
      .slice(0, 500)
  }

  function reply(): void {
    const original = random.pickOrNothing(memory.messages.slice(-40))
    const from = speaker()
    if (original === undefined) actions.say({ from, content: words() })
    else actions.say({ from, content: random.pick(replies), replyTo: original.id })
  }

  function deleteOne(): void {
    const victim = random.pickOrNothing(memory.messages.slice(-60))
    if (victim === undefined) return
    const byAi = random.chance(0.3)
    actions.deleteMessage(victim.id, byAi ? { byAi, violatedRules: ['spam'] } : {})
  }

  function timeOut(): void {
    const username = troublemaker()
    if (username === undefined) return
    actions.ban(username, { minutes: random.pick([1, 5, 10, 60]) })
    timeouts.push({ username, untilStep: stepCount + random.integer(50, 300) })
  }

  function ban(): void {
    const username = troublemaker()
    if (username !== undefined) actions.ban(username)
  }

  function unban(): void {
    const username = random.pickOrNothing([...memory.banned])
    if (username !== undefined) actions.unban(username)
  }

  function changeModes(): void {
    const modes = random.chance(0.5)
      ? { slowSeconds: random.pick([0, 3, 5, 30]) }
      : { followersOnly: random.chance(0.5), followersMinutes: random.pick([0, 10, 60]) }
    actions.setModes(
      { ...modes, subscribersOnly: random.chance(0.1), emotesOnly: random.chance(0.1) },
      { newerForm: random.chance(0.25) },
    )
  }

  function togglePin(): void {
    const message = random.pickOrNothing(memory.messages.slice(-20))
    if (memory.pinnedMessageId !== undefined) actions.unpin()
    else if (message !== undefined) actions.pin(message.id, { seconds: random.pick([300, 600, 1200]) })
  }

  function gift(): void {
    const size = random.pick([1, 1, 1, 5, 5, 10, 25, 50])
    const receivers = Array.from({ length: size }, () => viewer())
    const form = random.pick(['current', 'current', 'current', 'prefixed', 'newer'] as const)
    actions.giftSubscriptions(viewer(), receivers, form)
  }

  function redeem(): void {
    const input = random.chance(0.3) ? random.pick(reactions) : ''
    actions.redeemReward(viewer(), random.pick(rewardTitles), input)
  }

  const happenings: readonly Happening[] = [
    { weight: 78, happen: () => actions.say({ from: speaker(), content: words() }) },
    { weight: 9.4, happen: reply },
    {
      weight: 0.6,
      happen: () =>
        actions.say({
          from: speaker(),
          content: random.pick(celebrationLines),
          celebrateMonths: random.integer(2, 40),
        }),
    },
    { weight: 1.6, happen: deleteOne },
    { weight: 0.8, happen: timeOut },
    { weight: 0.3, happen: ban },
    { weight: 0.4, happen: unban },
    {
      weight: 0.06,
      happen: () => {
        actions.clear()
      },
    },
    { weight: 0.4, happen: changeModes },
    {
      weight: 0.45,
      happen: () => {
        actions.subscribe(viewer(), random.integer(1, 36))
      },
    },
    { weight: 0.25, happen: gift },
    {
      weight: 0.4,
      happen: () => {
        actions.giveKicks(viewer(), random.pick(kicksGifts), random.chance(0.3) ? random.pick(reactions) : '')
      },
    },
    { weight: 0.8, happen: redeem },
    {
      weight: 0.3,
      happen: () => {
        actions.updatePoints(viewer(), random.integer(0, 50_000))
      },
    },
    {
      weight: 0.15,
      happen: () => {
        actions.receiveHost(random.pick(hostNames), random.integer(3, 2500))
      },
    },
    {
      weight: 0.06,
      happen: () => {
        actions.hostOther(random.pick(hostNames).toLowerCase())
      },
    },
    { weight: 0.4, happen: togglePin },
    { weight: 0.8, happen: poll.advance },
    { weight: 0.6, happen: prediction.advance },
    { weight: 0.6, happen: goal.advance },
    { weight: 0.12, happen: stream.advance },
    {
      weight: 0.6,
      happen: () => {
        actions.updateViewers(random.integer(50, 9000), { olderForm: random.chance(0.3) })
      },
    },
    {
      weight: 0.5,
      happen: () => {
        actions.follow(random.chance(0.5) ? viewer() : null, random.chance(0.85))
      },
    },
    {
      weight: 0.2,
      happen: () => {
        const { name, data } = random.pick(unknownEvents)
        sendUnknown(name, data)
      },
    },
  ]
  const totalWeight = happenings.reduce((sum, { weight }) => sum + weight, 0)

  return {
    step() {
      stepCount += 1
      for (const ended of timeouts.filter(({ untilStep }) => untilStep <= stepCount)) {
        timeouts.splice(timeouts.indexOf(ended), 1)
        memory.banned.delete(ended.username)
      }
      let draw = random.next() * totalWeight
      const chosen = happenings.find(({ weight }) => (draw -= weight) < 0)
      chosen?.happen()
    },
  }
}
