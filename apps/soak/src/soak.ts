import { startSandbox } from '@wireloom/sandbox'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drawUp, isClean, type Account } from './account.ts'
import type { Plan } from './plan.ts'
import { createRandom } from './random.ts'
import { Story } from './story.ts'
import { cuts as allCuts, refusals } from './troubles.ts'
import { WorkerProcess } from './worker-process.ts'

/** How hard it is. */
export interface SoakOptions {
  /** How often a socket is cut. */
  readonly cuts: number
  /** How often the bot is killed. */
  readonly kills: number
  readonly seed: number
  /** Told now and then how far it is. */
  readonly progress?: (cuts: number, kills: number) => void
}

const token = 'soak-token'

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs))

/** Lets a bot live through cuts and kills while people talk, and draws up the account. */
export async function soak({ cuts, kills, seed, progress }: SoakOptions): Promise<Account> {
  const random = createRandom(seed)
  await using sandbox = await startSandbox({
    seed,
    rooms: ['alpha', 'beta', 'gamma'],
    // The bot speaks as the owner of a room of its own: what it says is known as its own by that.
    accessTokens: [{ token, username: 'alpha', channel: 'alpha' }],
    record: { maxEvents: 10_000_000, maxFrames: 1 },
  })
  const { kick, pusher, basalam } = sandbox
  const plan: Plan = {
    folder: mkdtempSync(join(tmpdir(), 'wireloom-soak-')),
    kick: {
      siteUrl: kick.siteUrl,
      apiUrl: kick.apiUrl,
      token,
      rooms: kick.rooms.map(({ slug }) => slug),
      pusher: { key: pusher.key, host: pusher.host, port: pusher.port },
    },
    basalam: { apiUrl: basalam.apiUrl, token: basalam.personalToken.accessToken },
  }
  const story = new Story(sandbox, random)
  let worker = new WorkerProcess(plan)
  await worker.live()
  story.begin()
  let struck = 0
  for (let life = 0; life <= kills; life += 1) {
    const until = Math.round((cuts * (life + 1)) / (kills + 1))
    for (; struck < until; struck += 1) {
      // oxlint-disable-next-line no-await-in-loop -- cut after cut
      await pause(random.between(1, 40))
      // A cut of nothing is none: the connection has to be there.
      // oxlint-disable-next-line no-await-in-loop
      while (sandbox.connections.length === 0) await pause(2)
      random.pick(allCuts)(sandbox, random)
      if (random.next() < 0.2) random.pick(refusals)(sandbox, random)
    }
    progress?.(struck, life)
    if (life === kills) break
    // oxlint-disable-next-line no-await-in-loop -- life after life
    await pause(random.between(0, 100))
    // oxlint-disable-next-line no-await-in-loop
    await worker.kill()
    worker = new WorkerProcess(plan)
    // Some lives end before they have begun.
    // oxlint-disable-next-line no-await-in-loop
    if (random.next() < 0.8) await worker.live()
    // oxlint-disable-next-line no-await-in-loop
    else await pause(random.between(0, 400))
  }
  sandbox.faults.healAll()
  basalam.heal()
  await worker.live()
  story.end()
  // The last words of a room may be lost as any: they are said until they are heard.
  const ends = setInterval(() => story.sayEnds((place) => !worker.hasEnded(place)), 1_000)
  try {
    await worker.ended(story.places)
  } finally {
    clearInterval(ends)
  }
  await worker.stop()
  // The platforms are asked too: they have to be there until it is drawn up.
  const account = await drawUp({ sandbox, plan, said: story.said, cuts: struck, kills })
  // Of what must not be, the file and the notes are left to be looked at.
  if (isClean(account)) rmSync(plan.folder, { recursive: true })
  else process.stderr.write(`What is left of it: ${plan.folder}\n`)
  return account
}
