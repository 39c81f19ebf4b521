import { nativeSocket, type SocketFactory } from '@wireloom/pusher'

/** A real socket on which some frames from the server are exchanged for others on the way; null loses one. */
export function tamperedSocket(exchange: (text: string) => string | null): SocketFactory {
  return (url, handlers) =>
    nativeSocket(url, {
      opened: () => handlers.opened(),
      binary: () => handlers.binary(),
      closed: (close) => handlers.closed(close),
      text(text) {
        const exchanged = exchange(text)
        if (exchanged !== null) handlers.text(exchanged)
      },
    })
}

/** Turns the server's word that a channel is subscribed into its word that it is not. */
export function refuse(channel: string): (text: string) => string {
  return (text) =>
    text.includes('subscription_succeeded') && text.includes(`"${channel}"`)
      ? JSON.stringify({ event: 'pusher:subscription_error', channel, data: { error: 'no', status: 403 } })
      : text
}
