import { demand, demandSame } from '../demand.js'
import type { AdapterHarness } from '../harness.js'
import type { Suite } from '../suite.js'
import { withTrial, type Trial } from '../trial.js'

const path = 'https://bot.example/webhooks'

function deliver(trial: Trial, request: Request): Promise<Response> {
  return trial.hub.webhook(request, { platform: trial.account.platform, account: trial.account.account })
}

/** What strangers send to a webhook tells nothing and breaks nothing. */
export function webhookSuite(harness: AdapterHarness): Suite {
  return {
    name: 'webhook',
    cases: [
      {
        name: 'a delivery whose proof of origin is wrong is refused, and nothing of it is told',
        via: ['webhook'],
        run: () =>
          withTrial(harness, async (trial) => {
            const { webhook } = trial.platform
            demand(
              webhook !== undefined,
              'An adapter that takes webhooks needs “platform.webhook” in its harness.',
            )
            const response = await deliver(trial, await webhook.forge(trial.room.ref, 'forged'))
            demand(
              response.status >= 400 && response.status < 500,
              `It has to be refused, not answered ${response.status}.`,
            )
            await trial.settle()
            demandSame(trial.texts(trial.room.ref), [], 'Told')
          }),
      },
      {
        name: 'a wrong method, an empty body and a body of nonsense are answered, not thrown at',
        via: ['webhook'],
        run: () =>
          withTrial(harness, async (trial) => {
            for (const request of [
              new Request(path),
              new Request(path, { method: 'POST' }),
              new Request(path, { method: 'POST', body: '{"half":' }),
              new Request(path, { method: 'POST', body: new Uint8Array([0xff, 0xfe, 0x00]) }),
            ]) {
              // oxlint-disable-next-line no-await-in-loop -- one stranger after the other
              const { status } = await deliver(trial, request)
              demand(
                status >= 400 && status < 500,
                `A stranger’s request has to be refused, not answered ${status}.`,
              )
            }
            demand(trial.of('message').length === 0, 'A stranger’s request must tell nothing.')
          }),
      },
    ],
  }
}
