import type { KeyValueStore } from '../store.js'

/** The values of one platform's adapter among those of others. */
export function prefixKeyValues(kv: KeyValueStore, platform: string): KeyValueStore {
  const named = (key: string): string => `${platform}/${key}`
  return {
    get: (key) => kv.get(named(key)),
    set: (key, value, timeToLiveMs) => kv.set(named(key), value, timeToLiveMs),
    delete: (key) => kv.delete(named(key)),
  }
}
