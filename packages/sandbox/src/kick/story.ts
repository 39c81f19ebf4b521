import type { Scene } from './scene.js'
import type { RoomActions } from './room-actions.js'
import { pollQuestions, predictionQuestions, streamTitles } from './words.js'
import type { Goal, Prediction, Poll } from './engagement-actions.js'

/** Something that runs over many steps, such as a poll: it opens, changes and ends, one event at a time. */
export type Story = { advance: () => void }

/** Polls: opened, voted on, closed. */
export function createPollStory(scene: Scene, actions: RoomActions): Story {
  const { random } = scene
  let poll: Poll | undefined

  return {
    advance() {
      if (poll === undefined) {
        const { title, options } = random.pick(pollQuestions)
        poll = {
          title,
          options: options.map((label) => ({ label, votes: 0 })),
          durationSeconds: 60,
          remainingSeconds: 60,
        }
        actions.updatePoll(poll)
        return
      }
      if (poll.remainingSeconds === 0) {
        poll = undefined
        actions.endPoll()
        return
      }
      poll = {
        ...poll,
        options: poll.options.map(({ label, votes }) => ({ label, votes: votes + random.integer(0, 25) })),
        remainingSeconds: Math.max(0, poll.remainingSeconds - random.integer(5, 20)),
      }
      actions.updatePoll(poll)
    },
  }
}

/** Predictions: created, bet on, locked, then resolved or cancelled. */
export function createPredictionStory(scene: Scene, actions: RoomActions): Story {
  const { random } = scene
  let prediction: Prediction | undefined

  function open(): Prediction {
    const { title, outcomes } = random.pick(predictionQuestions)
    return {
      id: random.uuid(),
      title,
      state: 'ACTIVE',
      durationSeconds: 300,
      createdAtMs: scene.now(),
      outcomes: outcomes.map((outcome) => ({ id: random.uuid(), title: outcome, points: 0, votes: 0 })),
    }
  }

  function bet(current: Prediction): Prediction {
    return {
      ...current,
      outcomes: current.outcomes.map((outcome) => {
        const votes = random.integer(0, 12)
        return {
          ...outcome,
          votes: outcome.votes + votes,
          points: outcome.points + votes * random.integer(10, 500),
        }
      }),
    }
  }

  function decide(current: Prediction): Prediction {
    const winner = random.pickOrNothing(current.outcomes)
    if (winner === undefined || random.chance(0.25)) return { ...current, state: 'CANCELLED' }
    return { ...current, state: 'RESOLVED', winningOutcomeId: winner.id }
  }

  return {
    advance() {
      if (prediction === undefined) {
        prediction = open()
        actions.sendPrediction(prediction, true)
        return
      }
      if (prediction.state === 'LOCKED') {
        actions.sendPrediction(decide(prediction))
        prediction = undefined
        return
      }
      prediction = random.chance(0.3)
        ? { ...prediction, state: 'LOCKED', lockedAtMs: scene.now() }
        : bet(prediction)
      actions.sendPrediction(prediction)
    },
  }
}

/** Goals: they grow, change, are reached or given up, and the next one starts. */
export function createGoalStory(scene: Scene, actions: RoomActions): Story {
  const { random } = scene
  let goal: Goal = { type: 'followers', current: 0, target: 100 }

  return {
    advance() {
      if (goal.current >= goal.target) {
        actions.sendGoal(goal, 'achieved')
        goal = { type: random.pick(['followers', 'subscriptions']), current: 0, target: goal.target + 50 }
      } else if (random.chance(0.06)) {
        actions.sendGoal(goal, 'canceled')
        goal = { ...goal, current: 0 }
      } else if (random.chance(0.1)) {
        goal = { ...goal, target: goal.target + 10 }
        actions.sendGoal(goal, 'updated')
      } else {
        goal = { ...goal, current: Math.min(goal.target, goal.current + random.integer(1, 25)) }
        actions.sendGoal(goal)
      }
    },
  }
}

/** The stream: on the air most of the time, off it now and then. */
export function createStreamStory(scene: Scene, actions: RoomActions): Story {
  return {
    advance() {
      if (scene.memory.livestream === undefined) actions.goLive(scene.random.pick(streamTitles))
      else actions.endStream()
    },
  }
}
