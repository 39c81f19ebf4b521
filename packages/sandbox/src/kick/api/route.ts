import type { AccessToken } from './access-token.js'
import type { ApiWorld } from './world.js'

/** One call as a route sees it. */
export interface ApiCall {
  /** What stands for `{name}` in the path. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The members of the JSON body; none where there is no object. */
  readonly body: Readonly<Record<string, unknown>>
  /** The body as it came. */
  readonly text: string | undefined
  readonly token: AccessToken
  readonly world: ApiWorld
}

/** What a route answers, to be put into Kick's envelope; nothing is written with status 204. */
export interface ApiAnswer {
  readonly status: number
  readonly data?: unknown
  readonly message?: string
  /** Of lists that are read page by page; empty at the last page. */
  readonly nextCursor?: string
}

/** One endpoint of the official API. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** `/public/v1/chat/{message_id}` */
  readonly path: string
  /** Whose token it takes. */
  readonly token: 'user' | 'either' | 'app' | 'none'
  /** Of a user's token: any of these. */
  readonly scopes?: readonly string[]
  answer(call: ApiCall): ApiAnswer | Promise<ApiAnswer>
}

export const noContent: ApiAnswer = { status: 204 }

export function ok(data: unknown, more: Partial<ApiAnswer> = {}): ApiAnswer {
  return { status: 200, message: 'OK', data, ...more }
}

/** The details of a refusal stand where the data would. */
export function refuse(status: number, message: string, detail: string | null = null): ApiAnswer {
  return { status, message, data: detail }
}

export function badRequest(detail: string | null = null): ApiAnswer {
  return detail === null ? refuse(400, 'Invalid request') : refuse(400, 'Bad request', detail)
}

export const forbidden: ApiAnswer = { status: 403, message: 'Forbidden' }

export const notFound: ApiAnswer = refuse(404, 'Not found')

/** What stands in the path for the route's names; undefined where it is another path. */
export function matchPath(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = template.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (!part.startsWith('{')) {
      if (part !== value) return undefined
      continue
    }
    try {
      parameters[part.slice(1, -1)] = decodeURIComponent(value)
    } catch {
      return undefined
    }
    if (value === '') return undefined
  }
  return parameters
}
