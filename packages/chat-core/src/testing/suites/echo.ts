import { demand, demandSame } from '../demand.js'
import type { AdapterHarness } from '../harness.js'
import type { Suite } from '../suite.js'
import { leaveOut } from '../leave-out.js'
import { needAbility, withTrial } from '../trial.js'

/** What we said ourselves is known when it comes back, so that no bot answers itself. */
export function echoSuite(harness: AdapterHarness): Suite {
  return {
    name: 'self echo',
    cases: [
      {
        name: 'what we said does not come to a handler that did not ask for it',
        run: () =>
          withTrial(harness, async (trial) => {
            needAbility(trial, 'message.send')
            const heard: string[] = []
            trial.hub.on('message', ({ message }) => void heard.push(message.text))
            await trial.during(trial.room.send('our own words'))
            await trial.recover()
            await trial.say(trial.room.ref, ['words of somebody else'])
            demandSame(heard, ['words of somebody else'], 'Heard')
          }),
      },
      {
        name: 'where it is asked for, it comes once and is marked as ours',
        run: () =>
          withTrial(harness, async (trial) => {
            needAbility(trial, 'message.send')
            const { refs } = await trial.during(trial.room.send('our own words'))
            await trial.recover()
            const echoes = trial.messages(trial.room.ref).filter(({ text }) => text === 'our own words')
            demand(echoes.length <= 1, `Our own words were told ${echoes.length} times.`)
            const [echo] = echoes
            if (echo === undefined) leaveOut('Our own words do not come back.')
            demand(echo.author.self === true, 'Our own words have to have an author with self: true.')
            demand(
              echo.ref.id === refs[0]?.id,
              `They have to have the receipt’s id ${refs[0]?.id}, not ${echo.ref.id}.`,
            )
          }),
      },
      {
        name: 'a bot that answers every message answers once, not itself',
        run: () =>
          withTrial(harness, async (trial) => {
            needAbility(trial, 'message.send')
            trial.hub.on('message', ({ message }) => trial.room.send(`You said ${message.text}`))
            await trial.say(trial.room.ref, ['hello'])
            await trial.recover()
            await trial.recover()
            const answers = trial.platform
              .messages(trial.room.ref)
              .filter(({ text }) => text.startsWith('You said'))
            demandSame(
              answers.map(({ text }) => text),
              ['You said hello'],
              'Answers on the platform',
            )
          }),
      },
    ],
  }
}
