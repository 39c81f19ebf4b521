import { registerSuites, type TestRunner } from './suite.js'
import { storeSuites, type StoreHarness } from './suites/store.js'

/**
 * Judges a store, part by part; parts it lacks are left out.
 *
 * @param runner the `describe` and `it` of your test runner
 */
export function describeStore(runner: TestRunner, harness: StoreHarness): void {
  registerSuites(runner, `${harness.name} store`, storeSuites(harness))
}
