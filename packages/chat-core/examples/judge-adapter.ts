import { describe, it } from 'node:test'
import { describeAdapter } from '@wireloom/chat-core/testing'
import { createTeahouseHarness } from './teahouse/harness.js'

describeAdapter({ describe, it }, createTeahouseHarness(1_000))
