import { describe, it } from 'vitest'
import { createMemoryHarness, describeAdapter } from '../../src/testing.js'

describeAdapter({ describe, it }, createMemoryHarness())
describeAdapter({ describe, it }, createMemoryHarness({ name: 'memory without a history', historyLimit: 0 }))
describeAdapter(
  { describe, it },
  createMemoryHarness({ name: 'memory with a short history', historyLimit: 2 }),
)
describeAdapter({ describe, it }, createMemoryHarness({ name: 'memory by webhook', via: 'webhook' }))
describeAdapter({ describe, it }, createMemoryHarness({ name: 'memory by polling', via: 'poll' }))
