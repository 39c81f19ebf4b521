import { messageKey, type MessageRef } from '../../message-ref.js'
import { renderText } from '../../render-text.js'
import { demand, demandSameInAnyOrder } from '../demand.js'
import type { AdapterHarness } from '../harness.js'
import type { Suite } from '../suite.js'
import { needAbility, withTrial } from '../trial.js'

/** Texts that tend to be broken on their way. */
const awkwardTexts = [
  'سلام، این کالا موجود است؟',
  'می‌خواهم ۲ عدد',
  'שלום world',
  '👩‍👩‍👧‍👦 family, 🇮🇷 flag, e\u0301',
  '<b>&amp; "quoted" \\ and \\n',
  '@ann: !ban #1',
  'two\nlines',
  `long ${'word '.repeat(60)}end`,
] as const

/** A message is the same whichever way it is met, and says what was said. */
export function identitySuite(harness: AdapterHarness): Suite {
  return {
    name: 'identity',
    cases: [
      {
        name: 'a message bears the id that the platform gave it, and its room',
        run: () =>
          withTrial(harness, async (trial) => {
            const [id] = await trial.say(trial.room.ref, ['hello'])
            const [message] = trial.messages(trial.room.ref)
            demand(message !== undefined, 'A message that was said has to be told.')
            demand(message.ref.id === id, `Its id has to be ${id}, not ${message.ref.id}.`)
          }),
      },
      {
        name: 'a reference survives JSON',
        run: () =>
          withTrial(harness, async (trial) => {
            await trial.say(trial.room.ref, ['hello'])
            for (const { ref } of trial.messages(trial.room.ref)) {
              const copy = JSON.parse(JSON.stringify(ref)) as MessageRef
              demand(messageKey(copy) === messageKey(ref), 'A reference has to be plain data.')
            }
          }),
      },
      {
        name: 'a message read back from the history has the key it was heard under',
        run: () =>
          withTrial(harness, async (trial) => {
            needAbility(trial, 'history.read')
            await trial.say(trial.room.ref, ['one', 'two', 'three'])
            const { messages } = await trial.during(trial.room.history())
            const heard = new Set(trial.messages(trial.room.ref).map(({ ref }) => messageKey(ref)))
            demand(messages.length > 0, 'What was just said has to be in the history.')
            for (const { ref } of messages) {
              demand(
                heard.has(messageKey(ref)),
                `${messageKey(ref)} is in the history, and was not heard as that.`,
              )
            }
          }),
      },
      {
        name: 'what was said arrives letter by letter, in any script',
        run: () =>
          withTrial(harness, async (trial) => {
            await trial.say(trial.room.ref, awkwardTexts)
            demandSameInAnyOrder(trial.texts(trial.room.ref), awkwardTexts, 'Texts')
          }),
      },
      {
        name: 'the text of a message is its parts as text, and its author has a name',
        run: () =>
          withTrial(harness, async (trial) => {
            await trial.say(trial.room.ref, ['hello', ...awkwardTexts])
            for (const { author, parts, sentAt, text } of trial.messages(trial.room.ref)) {
              demand(text === renderText(parts), `“${text}” is not the text of its parts.`)
              demand(author.name !== '', 'An author has to have a name.')
              demand(Number.isFinite(sentAt), `sentAt has to be milliseconds since 1970, not ${sentAt}.`)
            }
          }),
      },
    ],
  }
}
