/** The two things a platform may know about its network. */
export interface NetworkHandlers {
  readonly online: () => void
  readonly offline: () => void
}

/** The platform's own source of `online` and `offline` events: a window, a worker; in Node there is none. */
export function platformNetwork(): EventTarget | undefined {
  const scope = globalThis as unknown as Partial<EventTarget>
  return typeof scope.addEventListener === 'function' ? (scope as EventTarget) : undefined
}

/** Listens to a source of `online` and `offline` events; gives back what ends it. */
export function watchNetwork(network: EventTarget, { online, offline }: NetworkHandlers): () => void {
  network.addEventListener('online', online)
  network.addEventListener('offline', offline)
  return () => {
    network.removeEventListener('online', online)
    network.removeEventListener('offline', offline)
  }
}
