// Says what to do about each way a message can fail: node understand-errors.ts <user id of the streamer> <words>
import { isKickError, Kick } from '@wireloom/kick'

const kick = new Kick({ token: process.env['KICK_TOKEN'] ?? '' })

try {
  await kick.chat.send({ broadcasterUserId: Number(process.argv[2]), content: process.argv[3] ?? '' })
  console.log('sent')
} catch (error) {
  if (!isKickError(error)) throw error
  switch (error.code) {
    case 'invalid_argument':
      console.error(`mend the program: ${error.message}`)
      break
    case 'unauthenticated':
    case 'missing_scope':
      console.error(`sign in again: ${error.message}`)
      break
    case 'rate_limited':
      console.error(`wait ${error.retryAfterMs ?? 60_000} ms, and say it again`)
      break
    case 'outcome_unknown':
      console.error('it may have been sent: look into the chat before you say it again')
      break
    default:
      console.error(error.retryable ? `try again: ${error.message}` : `Kick says no: ${error.message}`)
  }
}
