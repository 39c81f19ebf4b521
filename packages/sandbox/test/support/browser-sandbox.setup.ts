import type { TestProject } from 'vitest/node'
import { startSandbox } from '../../src/index.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The port of a sandbox for tests in a browser: its room `demo` is busy. */
    sandboxPort: number
    sandboxKey: string
    sandboxChatroomId: string
  }
}

/** Starts the sandbox that tests in a browser talk to, and gives back what stops it. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const sandbox = await startSandbox({ seed: 3, rooms: [{ slug: 'demo', messagesPerMinute: 1_200 }] })
  provide('sandboxPort', sandbox.pusher.port)
  provide('sandboxKey', sandbox.pusher.key)
  provide('sandboxChatroomId', String(sandbox.kick.room('demo').chatroomId))
  return () => sandbox.close()
}
