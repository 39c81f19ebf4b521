import { crashSuite } from './store/crash.js'
import { createAbout, type StoreHarness } from './store/harness.js'
import { ownershipSuites } from './store/ownership.js'
import { placeSuites } from './store/places.js'
import { recordSuites } from './store/records.js'
import { registerSuites, type Suite, type TestRunner } from './suite.js'

/** The contract of a store as suites, to be run by {@link runSuites} or a runner of your own. */
export function storeSuites(harness: StoreHarness): readonly Suite[] {
  const about = createAbout(harness)
  return [...placeSuites(about), ...ownershipSuites(about), ...recordSuites(about), crashSuite(harness)]
}

/**
 * Judges a store, part by part; parts it lacks are left out.
 *
 * @param runner the `describe` and `it` of your test runner
 */
export function describeStore(runner: TestRunner, harness: StoreHarness): void {
  registerSuites(runner, `${harness.name} store`, storeSuites(harness))
}
