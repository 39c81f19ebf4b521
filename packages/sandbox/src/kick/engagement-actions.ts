import type { Scene } from './scene.js'

/** A poll as it stands. */
export type Poll = {
  title: string
  options: readonly { label: string; votes: number }[]
  durationSeconds: number
  remainingSeconds: number
}

/** A prediction as it stands. */
export type Prediction = {
  id: string
  title: string
  state: 'ACTIVE' | 'LOCKED' | 'RESOLVED' | 'CANCELLED'
  durationSeconds: number
  createdAtMs: number
  lockedAtMs?: number
  winningOutcomeId?: string
  outcomes: readonly { id: string; title: string; points: number; votes: number }[]
}

/** A goal of the room, such as a number of followers. */
export type Goal = { type: string; current: number; target: number }

/** Polls, predictions and goals. */
export type EngagementActions = {
  /** Tells how a poll stands; the first such event opens it. */
  updatePoll(poll: Poll): void
  endPoll(): void
  /** Tells of a new prediction, or how a known one stands. */
  sendPrediction(prediction: Prediction, isNew?: boolean): void
  /** Tells of a goal: how far it is, that it was changed, reached or given up. @default 'progress' */
  sendGoal(goal: Goal, what?: 'progress' | 'updated' | 'achieved' | 'canceled'): void
}

const goalEvents = {
  progress: 'goalProgressUpdate',
  updated: 'goalUpdated',
  achieved: 'goalAchieved',
  canceled: 'goalCanceled',
} as const

const resultDisplaySeconds = 15

/** Polls, predictions and goals in a scene. */
export function createEngagementActions(scene: Scene): EngagementActions {
  const { room } = scene
  return {
    updatePoll({ title, options, durationSeconds, remainingSeconds }) {
      scene.emit({
        event: 'pollUpdate',
        data: {
          poll: {
            title,
            options: options.map(({ label, votes }, id) => ({ id, label, votes })),
            duration: durationSeconds,
            remaining: remainingSeconds,
            result_display_duration: resultDisplaySeconds,
          },
        },
      })
    },
    endPoll() {
      scene.emit({ event: 'pollDelete', data: [] })
    },
    sendPrediction(prediction, isNew = false) {
      const totalPoints = prediction.outcomes.reduce((sum, { points }) => sum + points, 0)
      scene.emit({
        event: isNew ? 'predictionCreated' : 'predictionUpdated',
        data: {
          prediction: {
            id: prediction.id,
            channel_id: room.channelId,
            title: prediction.title,
            state: prediction.state,
            duration: prediction.durationSeconds,
            created_at: timeOf(prediction.createdAtMs),
            updated_at: timeOf(scene.now()),
            locked_at: timeOf(prediction.lockedAtMs),
            winning_outcome_id: prediction.winningOutcomeId ?? null,
            outcomes: prediction.outcomes.map(({ id, title, points, votes }) => ({
              id,
              title,
              total_vote_amount: points,
              vote_count: votes,
              return_rate: points === 0 ? 1 : Math.round((totalPoints / points) * 100) / 100,
            })),
          },
        },
      })
    },
    sendGoal({ type, current, target }, what = 'progress') {
      scene.emit({
        event: goalEvents[what],
        data: { channel_id: room.channelId, type, current_value: current, target_value: target },
      })
    },
  }
}

function timeOf(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString()
}
