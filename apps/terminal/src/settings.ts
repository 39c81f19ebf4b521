/** A room to read: a name, or a number that Kick gave it. */
export type Target = string | number

/** Where the chat comes from. */
export type SourceSettings =
  | {
      readonly kind: 'sandbox'
      readonly rooms: readonly string[]
      readonly messagesPerMinute: number
      readonly seed: number
      readonly port: number
    }
  | { readonly kind: 'server'; readonly url: string; readonly rooms: readonly string[] }
  | { readonly kind: 'live'; readonly rooms: readonly Target[] }

/** Everything the command line says. */
export interface Settings {
  readonly source: SourceSettings
  readonly format: 'lines' | 'json'
  /** Whether the platform's own form goes along in JSON. */
  readonly raw: boolean
  /** When to end by itself; without any, at Ctrl-C. */
  readonly messages: number | undefined
  readonly events: number | undefined
  readonly durationMs: number | undefined
  readonly isDemo: boolean
}

export const defaultRooms: readonly string[] = ['nightowl', 'bazaar']
export const defaultRate = 120
/** Lively enough to show everything in a few seconds. */
export const demoRate = 300
/** What a demo prints where nobody can press Ctrl-C. */
export const demoEvents = 60
