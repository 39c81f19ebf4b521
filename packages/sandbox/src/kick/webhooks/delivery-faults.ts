import type { Clock } from '../../clock.js'

/** What goes wrong with deliveries: `next` of them, one unless told. */
export type DeliveryFault =
  | { readonly how: 'twice' | 'out_of_order' | 'bad_signature' | 'lost'; readonly next?: number }
  | { readonly how: 'late'; readonly byMs: number; readonly next?: number }

/** Lets deliveries through, spoiled where a fault says so. */
export interface DeliveryFaults {
  add(fault: DeliveryFault): void
  pass(deliver: (hasBadSignature: boolean) => void): void
  close(): void
}

export function createDeliveryFaults(clock: Clock): DeliveryFaults {
  const standing: { readonly fault: DeliveryFault; remaining: number }[] = []
  const timers = new Set<() => void>()
  let held: (() => void) | undefined

  function take(): DeliveryFault | undefined {
    const first = standing[0]
    if (first === undefined) return undefined
    first.remaining -= 1
    if (first.remaining <= 0) standing.shift()
    return first.fault
  }

  function deliverLate(byMs: number, deliver: () => void): void {
    const cancel = clock.after(byMs, () => {
      timers.delete(cancel)
      deliver()
    })
    timers.add(cancel)
  }

  return {
    add(fault) {
      standing.push({ fault, remaining: fault.next ?? 1 })
    },
    pass(deliver) {
      const fault = take()
      const waiting = held
      held = undefined
      switch (fault?.how) {
        case 'lost':
          break
        case 'late':
          deliverLate(fault.byMs, () => {
            deliver(false)
          })
          break
        case 'out_of_order':
          held = () => {
            deliver(false)
          }
          break
        case 'twice':
          deliver(false)
          deliver(false)
          break
        default:
          deliver(fault?.how === 'bad_signature')
      }
      waiting?.()
    },
    close() {
      for (const cancel of timers) cancel()
      timers.clear()
    },
  }
}
