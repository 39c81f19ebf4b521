import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import {
  KickChat,
  pusherSocket,
  siteLookup,
  type KickChatOptions,
  type KickChatError,
  type KickSocket,
  type PusherSocketOptions,
} from '../../src/index.js'

/** A way to a sandbox's socket that does not dawdle. */
export function socketTo(sandbox: Sandbox, options: PusherSocketOptions = {}): KickSocket {
  const { host, port } = sandbox.pusher
  return pusherSocket({ host, port, tls: false, reconnect: { firstDelayMs: 1, maxDelayMs: 20 }, ...options })
}

/** A sandbox and a chat on it, closed together. */
export interface Stage extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly chat: KickChat
  /** Every error the chat told. */
  readonly errors: readonly KickChatError[]
}

/** What to change about a stage. */
export interface StageOptions {
  readonly rooms?: readonly string[]
  readonly socket?: PusherSocketOptions
  readonly chat?: Partial<KickChatOptions>
}

/** Starts a sandbox with rooms, and a chat that knows the way to it. */
export async function openStage({
  rooms = ['ann'],
  socket,
  chat: options,
}: StageOptions = {}): Promise<Stage> {
  const sandbox = await startSandbox({ rooms })
  const chat = new KickChat({
    socket: socketTo(sandbox, socket),
    lookup: siteLookup({ baseUrl: sandbox.url }),
    ...options,
  })
  const errors: KickChatError[] = []
  chat.on('error', (error) => void errors.push(error))
  return {
    sandbox,
    chat,
    errors,
    async [Symbol.asyncDispose]() {
      await chat.close()
      await sandbox.close()
    },
  }
}
