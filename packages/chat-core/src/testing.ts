export { adapterSuites, describeAdapter } from './testing/describe-adapter.js'
export { describeFixtures, fixtureSuites } from './testing/describe-fixtures.js'
export { describeStore, storeSuites } from './testing/describe-store.js'
export { toPlainEvent } from './plain-event.js'
export { createFakeClock } from './testing/fake-clock.js'
export { createMemoryAdapter } from './testing/memory/adapter.js'
export { createMemoryHarness } from './testing/memory/fixture.js'
export { MemoryPlatform } from './testing/memory/platform.js'
export { runSuites } from './testing/suite.js'
export { turn } from './testing/turn.js'

export type { PlainOptions, PlainValue } from './plain-event.js'
export type { FixtureHarness, GoldenFixture } from './testing/describe-fixtures.js'
export type { FakeClock } from './testing/fake-clock.js'
export type {
  AdapterFixture,
  AdapterHarness,
  PlatformControl,
  PlatformCounts,
  PlatformMessage,
  SayOptions,
  WebhookControl,
} from './testing/harness.js'
export type { MemoryHarnessOptions } from './testing/memory/fixture.js'
export type { Link, MemoryPlatformOptions } from './testing/memory/platform.js'
export type { Answer, Call, Frame, Line, RefusalCode } from './testing/memory/wire.js'
export type { StoreHarness } from './testing/store/harness.js'
export type { Case, CaseResult, Suite, TestRunner } from './testing/suite.js'
