// Says one line in somebody's chat: node say-hello.ts <user id of the streamer>, with the token in KICK_TOKEN.
import { isKickError, Kick } from '@wireloom/kick'

const kick = new Kick({ token: process.env['KICK_TOKEN'] ?? '' })

try {
  const { messageId } = await kick.chat.send({
    broadcasterUserId: Number(process.argv[2]),
    content: 'hello from a program',
  })
  console.log(`said, as ${messageId}`)
} catch (error) {
  if (!isKickError(error)) throw error
  console.error(
    error.code === 'outcome_unknown' ? 'perhaps said: look before saying it again' : error.message,
  )
  process.exitCode = 1
}
