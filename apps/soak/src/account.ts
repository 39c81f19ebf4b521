import { Basalam } from '@wireloom/basalam'
import { messageKey, type GapEvent } from '@wireloom/chat-core'
import type { Sandbox } from '@wireloom/sandbox'
import { createSqliteStore } from '@wireloom/store-sqlite'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { files, marks, type Plan } from './plan.ts'
import type { Said } from './story.ts'

/** What became of everything that was said. */
export interface Account {
  readonly cuts: number
  readonly kills: number
  readonly said: number
  /** In the archive. */
  readonly archived: number
  /** Not in the archive, and inside a gap that was told. */
  readonly inGaps: number
  readonly gaps: number
  /** Neither. */
  readonly lost: readonly Said[]
  /** More than once in the archive. */
  readonly doubled: readonly string[]
  /** In the archive, and never handled. */
  readonly unhandled: readonly string[]
  /** Handled once more after a kill: a handler's effect happens at least once. */
  readonly handledAgain: number
  readonly asked: number
  readonly unanswered: readonly string[]
  readonly answeredTwice: readonly string[]
}

/** What an account is drawn up of. */
export interface Evidence {
  readonly sandbox: Sandbox
  readonly plan: Plan
  readonly said: readonly Said[]
  readonly cuts: number
  readonly kills: number
}

/**
 * How much of what was said may be inside a gap that was told. After a restart nobody knows what an earlier life missed,
 * so that its gap is wide; what is in it nevertheless stands in the history, all but what that refused to tell.
 */
const mostInGaps = 0.01

/** Whether nothing was lost in silence, hardly anything had to be told as lost, and nothing was done twice. */
export function isClean(account: Account): boolean {
  const { said, inGaps, lost, doubled, unhandled, unanswered, answeredTwice } = account
  const isNothing = [lost, doubled, unhandled, unanswered, answeredTwice].every(({ length }) => length === 0)
  return isNothing && inGaps <= said * mostInGaps
}

/** Holds the archive and the answers against what was said. */
export async function drawUp(evidence: Evidence): Promise<Account> {
  const { plan, said, cuts, kills } = evidence
  const archive = await readArchive(plan, said)
  const handled = readLines(plan, files.handled)
  const handledOnce = new Set(handled)
  const gaps = readLines(plan, files.gaps).map((line) => JSON.parse(line) as GapEvent)
  // A gap without a beginning or an end would be an excuse for everything.
  const isTold = ({ atMs, platform, room }: Said): boolean =>
    gaps.some(
      ({ room: ref, fromMs = Infinity, toMs = 0, complete }) =>
        ref.platform === platform && ref.room === room && complete !== true && fromMs <= atMs && atMs <= toMs,
    )
  const missing = said.filter(({ text }) => !archive.has(text))
  const asked = said.filter(({ text }) => text.startsWith(marks.question) && archive.has(text))
  const answers = await readAnswers(evidence)
  const answersTo = ({ text }: Said): number => answers.get(text.slice(marks.question.length)) ?? 0
  return {
    cuts,
    kills,
    said: said.length,
    archived: said.length - missing.length,
    inGaps: missing.filter(isTold).length,
    gaps: gaps.length,
    lost: missing.filter((each) => !isTold(each)),
    doubled: [...archive].filter(([, keys]) => keys.length > 1).map(([text]) => text),
    unhandled: [...archive].filter(([, [key = '']]) => !handledOnce.has(key)).map(([text]) => text),
    handledAgain: handled.length - handledOnce.size,
    asked: asked.length,
    unanswered: asked.filter((each) => answersTo(each) === 0).map(({ text }) => text),
    answeredTwice: asked.filter((each) => answersTo(each) > 1).map(({ text }) => text),
  }
}

/** Texts in the archive, with the keys they were archived by. */
async function readArchive(
  plan: Plan,
  said: readonly Said[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  await using store = createSqliteStore({ path: join(plan.folder, files.store) })
  const texts = new Map<string, string[]>()
  const wanted = new Set(said.map(({ text }) => text))
  for (const key of new Set(
    readLines(plan, files.handled).map((line) => line.slice(0, line.lastIndexOf('/'))),
  )) {
    const [platform = '', account = '', room = ''] = key.split('/')
    const ref = { platform, account, room, kind: 'live' } as const
    let page = await store.archive.history(ref, { limit: 500 })
    for (;;) {
      for (const { text, ref: at } of page.messages) {
        if (wanted.has(text)) texts.set(text, [...(texts.get(text) ?? []), messageKey(at)])
      }
      if (page.before === undefined || page.messages.length === 0) break
      // oxlint-disable-next-line no-await-in-loop -- page after page
      page = await store.archive.history(ref, { limit: 500, before: page.before })
    }
  }
  return texts
}

/** How often each question was answered, as the platforms have it. */
async function readAnswers({ sandbox, plan }: Evidence): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const count = (text: string): void => {
    if (!text.startsWith(marks.answer)) return
    const question = text.slice(marks.answer.length)
    counts.set(question, (counts.get(question) ?? 0) + 1)
  }
  for (const { data } of sandbox.record.events({ event: String.raw`App\Events\ChatMessageEvent` })) {
    count((JSON.parse(String(data)) as { readonly content: string }).content)
  }
  const { chats } = new Basalam({ token: plan.basalam.token, baseUrl: plan.basalam.apiUrl })
  for await (const chat of chats.list()) {
    for await (const { content } of chats.listMessages({ chatId: chat.id })) count(content.text ?? '')
  }
  return counts
}

function readLines(plan: Plan, file: string): readonly string[] {
  const path = join(plan.folder, file)
  if (!existsSync(path)) return []
  // A kill may have cut the last line.
  return readFileSync(path, 'utf8').split('\n').slice(0, -1)
}
