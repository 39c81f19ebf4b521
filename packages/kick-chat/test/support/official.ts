import { Kick } from '@wireloom/kick'
import { startSandbox, type Sandbox, type SandboxOptions } from '@wireloom/sandbox'
import { onTestFinished } from 'vitest'
import { KickChat, siteLookup, type KickChatError, type KickChatOptions } from '../../src/index.js'
import { socketTo } from './chat.js'

/** A sandbox, a chat on it that may write, and what it told; all of it ends with the test. */
export interface OfficialStage {
  readonly sandbox: Sandbox
  readonly kick: Kick
  readonly chat: KickChat
  readonly errors: readonly KickChatError[]
  /** Everything but `status`, in words. */
  readonly told: string[]
}

/** Starts a sandbox with the rooms of Ann and Bob, and a chat that knows the official API as well. */
export async function openOfficialStage(
  options: Partial<KickChatOptions> | ((sandbox: Sandbox) => Partial<KickChatOptions>) = {},
  sandboxOptions: SandboxOptions = {},
): Promise<OfficialStage> {
  const sandbox = await startSandbox({ rooms: ['ann', 'bob'], ...sandboxOptions })
  const kick = new Kick({ token: 'sandbox-token', baseUrl: sandbox.kick.apiUrl })
  const chat = new KickChat({
    socket: socketTo(sandbox),
    lookup: siteLookup({ baseUrl: sandbox.url }),
    kick,
    ...(typeof options === 'function' ? options(sandbox) : options),
  })
  onTestFinished(async () => {
    await chat.close()
    await sandbox.close()
  })
  const errors: KickChatError[] = []
  const told: string[] = []
  chat.on('error', (error) => void errors.push(error))
  chat.on('message', ({ message }) => void told.push(message.text))
  chat.on('delete', ({ target }) => void told.push(`delete ${target.id}`))
  chat.on('restrict', ({ action, user }) => void told.push(`${action} ${user.name}`))
  chat.on('gap', ({ recovered, complete }) => void told.push(`gap ${recovered} ${complete}`))
  return { sandbox, kick, chat, errors, told }
}
