import type { Clock } from '../clock.js'
import type { Lease, LeaseStore } from '../store.js'

/** Leases by name. An epoch is never used twice, however a lease ended. */
export class MemoryLeases implements LeaseStore {
  readonly #clock: Pick<Clock, 'now'>
  readonly #leases = new Map<string, Lease>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  async acquire(name: string, owner: string, leaseMs: number): Promise<Lease | undefined> {
    const nowMs = this.#clock.now()
    const known = this.#leases.get(name)
    const isLive = known !== undefined && known.expiresAtMs > nowMs
    if (isLive && known.owner !== owner) return undefined
    const epoch = isLive ? known.epoch : (known?.epoch ?? 0) + 1
    const lease = { name, owner, epoch, expiresAtMs: nowMs + leaseMs }
    this.#leases.set(name, lease)
    return lease
  }

  async release(lease: Lease): Promise<void> {
    const known = this.#leases.get(lease.name)
    if (known?.owner !== lease.owner || known.epoch !== lease.epoch) return
    this.#leases.set(lease.name, { ...known, expiresAtMs: 0 })
  }
}
