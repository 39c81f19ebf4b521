import type { AdapterSession, ChatAdapter } from '../adapter.js'
import { checkFunction, checkName, invalid } from '../check.js'

/** @throws ChatError `invalid`, for what is no adapter */
export function checkAdapter(adapter: ChatAdapter): ChatAdapter {
  const { open, platform } = (adapter ?? {}) as Partial<ChatAdapter>
  checkName('adapter.platform', platform)
  checkFunction('adapter.open', open)
  return adapter
}

/** @throws ChatError `invalid`, where an adapter opened what is no session */
export function checkSession(session: AdapterSession, platform: string): AdapterSession {
  const { account, capabilities, close, sources } = (session ?? {}) as Partial<AdapterSession>
  const name = `The session of ${platform}: `
  checkName(name + 'account', account)
  checkFunction(name + 'capabilities', capabilities)
  checkFunction(name + 'close', close)
  if (!Array.isArray(sources)) throw invalid(name + 'sources', sources, 'a list')
  return session
}
