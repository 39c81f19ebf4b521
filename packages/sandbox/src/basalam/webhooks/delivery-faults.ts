import type { Clock } from '../../clock.js'

/** What goes wrong with deliveries of Basalam: `next` of them, one unless told. */
export type BasalamDeliveryFault =
  | { readonly how: 'twice' | 'out_of_order' | 'lost' | 'wrong_headers'; readonly next?: number }
  | { readonly how: 'late'; readonly byMs: number; readonly next?: number }

/** Lets deliveries through, or does with them what a fault says. */
export interface DeliveryFaults {
  add(fault: BasalamDeliveryFault): void
  pass(deliver: (headers: 'right' | 'wrong') => void): void
  close(): void
}

export function createDeliveryFaults(clock: Clock): DeliveryFaults {
  let waiting: { readonly fault: BasalamDeliveryFault; left: number }[] = []
  const timers = new Set<() => void>()
  /** One that goes out after the next. */
  let heldBack: (() => void) | undefined

  function take(): BasalamDeliveryFault | undefined {
    const [entry] = waiting
    if (entry === undefined) return undefined
    entry.left -= 1
    if (entry.left <= 0) waiting = waiting.slice(1)
    return entry.fault
  }

  return {
    add(fault) {
      waiting.push({ fault, left: fault.next ?? 1 })
    },
    pass(deliver) {
      const fault = take()
      const earlier = heldBack
      heldBack = undefined
      if (fault?.how === 'out_of_order') heldBack = () => deliver('right')
      else if (fault?.how === 'late') {
        const cancel = clock.after(fault.byMs, () => {
          timers.delete(cancel)
          deliver('right')
        })
        timers.add(cancel)
      } else if (fault?.how !== 'lost') deliver(fault?.how === 'wrong_headers' ? 'wrong' : 'right')
      if (fault?.how === 'twice') deliver('right')
      earlier?.()
    },
    close() {
      for (const cancel of timers) cancel()
      timers.clear()
    },
  }
}
