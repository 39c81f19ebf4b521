// Started by a test with `node --test`: the suites under a runner other than Vitest, from the package as it is built.
import { describe, it } from 'node:test'
import { createMemoryStore } from '@wireloom/chat-core'
import { createMemoryHarness, describeAdapter, describeStore } from '@wireloom/chat-core/testing'

describeAdapter({ describe, it }, createMemoryHarness())
describeStore({ describe, it }, { name: 'memory', create: async (clock) => createMemoryStore({ clock }) })
