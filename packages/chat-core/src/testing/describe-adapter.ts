import type { AdapterHarness } from './harness.js'
import { registerSuites, type Case, type Suite, type TestRunner } from './suite.js'
import { capabilitiesSuite } from './suites/capabilities.js'
import { closingSuite, cutsSuite, gapsSuite } from './suites/connection.js'
import { duplicatesSuite, lossSuite, orderSuite, roomsSuite } from './suites/delivery.js'
import { echoSuite } from './suites/echo.js'
import { errorsSuite, secretsSuite } from './suites/errors.js'
import { identitySuite } from './suites/identity.js'
import { pressureSuite } from './suites/pressure.js'
import { webhookSuite } from './suites/webhook.js'

/** The contract of an adapter as suites, to be run by {@link runSuites} or a runner of your own. */
export function adapterSuites(harness: AdapterHarness): readonly Suite[] {
  return [
    identitySuite,
    capabilitiesSuite,
    lossSuite,
    roomsSuite,
    duplicatesSuite,
    orderSuite,
    cutsSuite,
    gapsSuite,
    pressureSuite,
    closingSuite,
    echoSuite,
    errorsSuite,
    secretsSuite,
    webhookSuite,
  ]
    .map((createSuite) => createSuite(harness))
    .map((suite) => ({ ...suite, cases: suite.cases.filter((each) => isAbout(each, harness)) }))
    .filter(({ cases }) => cases.length > 0)
}

function isAbout({ via }: Case, { receives }: AdapterHarness): boolean {
  return via === undefined || via.some((kind) => receives.includes(kind))
}

/**
 * Judges an adapter. Its platform is in the harness's hands; time stands still but for the suite.
 *
 * @param runner the `describe` and `it` of your test runner
 */
export function describeAdapter(runner: TestRunner, harness: AdapterHarness): void {
  registerSuites(runner, `${harness.name} adapter`, adapterSuites(harness))
}
