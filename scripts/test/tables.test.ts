import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTables } from '../check/read-tables.ts'
import { checkTables } from '../check/tables.ts'
import { makeRepository, type Files } from './support/repository.ts'

const facts = {
  apiEndpoints: ['POST /chat'],
  oauthEndpoints: ['POST /token'],
  webhookEvents: ['channel.followed'],
  socketEvents: ['ChatMessageEvent'],
}

const good: Files = {
  'packages/kick/facts.json': facts,
  'packages/kick/ENDPOINTS.md': [
    '| method | endpoint | scope | test |',
    '| --- | --- | --- | --- |',
    '| `kick.chat.send` | `POST /chat` | `chat:write` | `test/chat.test.ts` |',
    '| `oauth.refresh` | `POST /token` | | `test/chat.test.ts` |',
  ].join('\n'),
  'packages/kick/EVENTS.md': [
    '| event | type | test |',
    '| --- | --- | --- |',
    '| `channel.followed` | `ChannelFollowed` | `test/chat.test.ts` |',
    '',
    '| `type` | type |',
    '| --- | --- |',
    '| `drops.claim` | `DropClaimed` |',
  ].join('\n'),
  'packages/kick/test/chat.test.ts': "chat.send(); oauth.refresh(); 'channel.followed'",
  'packages/kick-chat/docs/events.md': [
    'Fixtures are in `test/fixtures/events.ts`.',
    '',
    '| event | `KickEvent` | fixtures |',
    '| --- | --- | --- |',
    '| `ChatMessageEvent` | `message` | a message |',
  ].join('\n'),
  'packages/kick-chat/test/fixtures/events.ts': "event: 'ChatMessageEvent'",
}

/** What is found where some of the good files are others; a text instead of a whole file is put in for another. */
function findings(changes: Files): readonly string[] {
  return checkTables(makeRepository({ ...good, ...changes })).map(({ where, what }) => `${where} ${what}`)
}

function edited(path: string, from: string, to: string): Files {
  return { [path]: String(good[path]).replace(from, to) }
}

test('pages with a row and a test for everything have no findings', () => {
  expect(findings({})).toEqual([])
})

test('a repository without the facts has none either', () => {
  expect(checkTables(makeRepository({}))).toEqual([])
})

describe('found is', () => {
  test.each<[string, Files, string]>([
    [
      'an endpoint without a row',
      edited('packages/kick/ENDPOINTS.md', '`POST /chat`', '`POST /chats`'),
      "packages/kick/ENDPOINTS.md has no row for 'POST /chat'",
    ],
    [
      'a row of something that Kick does not have',
      edited('packages/kick/EVENTS.md', '`channel.followed`', '`channel.folowed`'),
      "packages/kick/EVENTS.md:3 'channel.folowed' is not in packages/kick/facts.json (webhookEvents)",
    ],
    [
      'a row without a method or type',
      edited('packages/kick/EVENTS.md', '`ChannelFollowed`', ''),
      "packages/kick/EVENTS.md:3 'channel.followed' has no method or type",
    ],
    [
      'a row without a test',
      edited('packages/kick/EVENTS.md', '`test/chat.test.ts`', ''),
      "packages/kick/EVENTS.md:3 'channel.followed' has no test",
    ],
    [
      'a test that is not there',
      edited('packages/kick/EVENTS.md', 'test/chat.test.ts', 'test/lost.test.ts'),
      'packages/kick/EVENTS.md:3 test/lost.test.ts is missing',
    ],
    [
      'a test that does not name the event',
      { 'packages/kick-chat/test/fixtures/events.ts': "event: 'Other'" },
      "packages/kick-chat/docs/events.md:5 no test it names says 'ChatMessageEvent'",
    ],
    [
      'a test that names the scope, and not the method',
      { 'packages/kick/test/chat.test.ts': "'chat:write'; oauth.refresh(); 'channel.followed'" },
      "packages/kick/ENDPOINTS.md:3 no test it names says 'POST /chat' or 'chat.send'",
    ],
    [
      'an event that was added to the facts',
      { 'packages/kick/facts.json': { ...facts, socketEvents: ['ChatMessageEvent', 'NewEvent'] } },
      "packages/kick-chat/docs/events.md has no row for 'NewEvent'",
    ],
  ])('%s', (_, changes, finding) => {
    expect(findings(changes)).toContain(finding)
  })

  test('a page that is missing', () => {
    const { 'packages/kick/EVENTS.md': _, ...rest } = good
    expect(checkTables(makeRepository(rest))).toEqual([
      { where: 'packages/kick/EVENTS.md', what: 'is missing' },
    ])
  })
})

describe('a table', () => {
  test('is read by the heads of its columns, and one after the other', () => {
    const page = '| `a` | b |\n| :-- | --: |\n| 1 | 2 |\n\ntext\n\n| c |\n|---|\n| 3 |\n| 4 | 5 |'
    expect(readTables(page)).toEqual([
      { line: 3, cells: { a: '1', b: '2' } },
      { line: 9, cells: { c: '3' } },
      { line: 10, cells: { c: '4' } },
    ])
  })

  test('may be anything', () => {
    const line = fc.oneof(fc.string(), fc.stringMatching(/^\|[-| :`a]*\|?$/))
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const count = lines.join('\n').split('\n').length
        for (const row of readTables(lines.join('\n'))) expect(row.line).toBeLessThanOrEqual(count)
      }),
    )
  })
})
