import { connectionScripts } from './connection-scripts.js'
import { channelScripts } from './channel-scripts.js'
import { emitterScripts } from './emitter-scripts.js'
import { privateScripts } from './private-scripts.js'
import { userScripts } from './user-scripts.js'
import type { Scripts } from './script.js'

export const scripts: Scripts = {
  ...connectionScripts,
  ...channelScripts,
  ...emitterScripts,
  ...privateScripts,
  ...userScripts,
}
