import type { ApiAnswer, ApiCall } from '../answer-api.js'

/** The token of the one bot there is. */
export const botToken = '123456:sandbox_bot_token_of_forty_characters_0001'

/** The calls of bots, in Telegram's envelope; a no comes with status 200 too. */
export function answerBots({ operation, parameters }: ApiCall): ApiAnswer | undefined {
  const [, name] = /^\/v1\/bots\/\{token\}\/(\w+)$/.exec(operation.path) ?? []
  if (name === undefined) return undefined
  if (parameters['token'] !== botToken) {
    return { value: { ok: false, error_code: 401, description: 'Unauthorized' } }
  }
  const results: Readonly<Record<string, unknown>> = {
    getMe: { id: 123_456, is_bot: true, first_name: 'Sandbox' },
    getWebhookInfo: { url: '', has_custom_certificate: false },
  }
  return { value: { ok: true, result: results[name] ?? true } }
}
