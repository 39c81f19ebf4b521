import { demand, demandAnswers } from '../demand.js'
import type { Suite } from '../suite.js'
import type { About } from './harness.js'
import { minuteMs } from './samples.js'

/** Who is at what: claims of events, and leases. */
export function ownershipSuites(about: About): readonly Suite[] {
  return [
    {
      name: 'claims',
      cases: [
        about('claims', 'are given to one owner, and held against another', async (claims) => {
          demandAnswers(
            await claims.claim(['a', 'b'], 'one', minuteMs),
            ['claimed', 'claimed'],
            'The first owner',
          )
          demandAnswers(
            await claims.claim(['b', 'c'], 'two', minuteMs),
            ['held', 'claimed'],
            'The second owner',
          )
        }),
        about('claims', 'of many who ask at once are given to one', async (claims) => {
          const owners = Array.from({ length: 20 }, (_, index) => `owner ${index}`)
          const answers = await Promise.all(owners.map((owner) => claims.claim(['a'], owner, minuteMs)))
          const given = answers.flat().filter((answer) => answer === 'claimed').length
          demand(given === 1, `One of twenty may have it, and ${given} were told that they do.`)
        }),
        about('claims', 'of an owner who died run out, and can be claimed', async (claims, clock) => {
          await claims.claim(['a'], 'dead', minuteMs)
          await clock.advance(minuteMs + 1)
          demandAnswers(await claims.claim(['a'], 'two', minuteMs), ['claimed'], 'After the lease')
        }),
        about('claims', 'that are renewed do not run out', async (claims, clock) => {
          await claims.claim(['a'], 'one', minuteMs)
          await clock.advance(minuteMs - 1_000)
          await claims.renew(['a'], 'one', minuteMs)
          await clock.advance(minuteMs - 1_000)
          demandAnswers(await claims.claim(['a'], 'two', minuteMs), ['held'], 'A claim that was renewed')
        }),
        about(
          'claims',
          'lost by an owner who slept can be neither committed, renewed nor released by it',
          async (claims, clock) => {
            await claims.claim(['a'], 'asleep', minuteMs)
            await clock.advance(minuteMs + 1)
            await claims.claim(['a'], 'awake', minuteMs)
            demandAnswers(await claims.commit(['a'], 'asleep', minuteMs), [false], 'The sleeper commits')
            await claims.release(['a'], 'asleep')
            await claims.renew(['a'], 'asleep', 60 * minuteMs)
            demandAnswers(await claims.claim(['a'], 'third', minuteMs), ['held'], 'It still is the other’s')
            demandAnswers(await claims.commit(['a'], 'awake', minuteMs), [true], 'The other commits')
          },
        ),
        about(
          'claims',
          'are committed once, and known as committed through the window',
          async (claims, clock) => {
            await claims.claim(['a'], 'one', minuteMs)
            demandAnswers(await claims.commit(['a'], 'one', 60 * minuteMs), [true], 'The first commit')
            demandAnswers(await claims.commit(['a'], 'one', 60 * minuteMs), [false], 'The second')
            await clock.advance(59 * minuteMs)
            demandAnswers(await claims.claim(['a'], 'two', minuteMs), ['committed'], 'Within the window')
          },
        ),
        about('claims', 'that are given back can be claimed at once', async (claims) => {
          await claims.claim(['a'], 'one', minuteMs)
          await claims.release(['a'], 'one')
          demandAnswers(await claims.claim(['a'], 'two', minuteMs), ['claimed'], 'After the release')
        }),
      ],
    },
    {
      name: 'leases',
      cases: [
        about('leases', 'have one owner at a time', async (leases) => {
          const lease = await leases.acquire('shard', 'one', minuteMs)
          demand(lease?.owner === 'one', 'A lease that nobody has is given.')
          demand(
            (await leases.acquire('shard', 'two', minuteMs)) === undefined,
            'A lease that one has is not given to another.',
          )
        }),
        about(
          'leases',
          'keep their epoch when they are renewed, and have a higher one for a new owner',
          async (leases, clock) => {
            const first = await leases.acquire('shard', 'one', minuteMs)
            await clock.advance(minuteMs / 2)
            const renewed = await leases.acquire('shard', 'one', minuteMs)
            demand(renewed?.epoch === first?.epoch, 'Renewing must not change the epoch.')
            await clock.advance(minuteMs + 1)
            const second = await leases.acquire('shard', 'two', minuteMs)
            demand((second?.epoch ?? 0) > (first?.epoch ?? 0), 'A new owner has to have a higher epoch.')
          },
        ),
        about('leases', 'cannot be given back by one who lost them', async (leases, clock) => {
          const first = await leases.acquire('shard', 'asleep', minuteMs)
          demand(first !== undefined, 'A lease that nobody has is given.')
          await clock.advance(minuteMs + 1)
          await leases.acquire('shard', 'awake', minuteMs)
          await leases.release(first)
          demand(
            (await leases.acquire('shard', 'third', minuteMs)) === undefined,
            'The lease still is the other’s.',
          )
        }),
      ],
    },
  ]
}
