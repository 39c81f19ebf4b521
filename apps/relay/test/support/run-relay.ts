// A relay as a program, to be killed: its options come as JSON, what it is called by goes to its parent.
import { kickOf } from '../../src/demo.ts'
import { startRelay, type RelayOptions } from '../../src/relay.ts'

type Plan = Pick<RelayOptions, 'port' | 'token' | 'folder'> & {
  /** The addresses of a sandbox's Kick. */
  readonly kick: {
    readonly apiUrl: string
    readonly siteUrl: string
    readonly realtimeUrl: string
    readonly oauthUrl: string
  }
}

const { kick, ...options } = JSON.parse(process.argv[2] ?? '') as Plan
const settings = kickOf({ kick: { ...kick, oauth: { url: kick.oauthUrl } } }, ['ann'])
const { url } = await startRelay({
  ...options,
  kick: { ...settings, socket: false },
  report: (line) => void process.stderr.write(`${line}\n`),
})
process.send?.(url)
