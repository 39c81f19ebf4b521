import { createHub } from '@wireloom/chat-core'

/** A hub with one socket whose messages are offered by the benchmark. */
export async function openHub(options = {}, { pausable = false, via = 'socket' } = {}) {
  const hub = createHub(options)
  let sink
  await hub.add({
    platform: 'bench',
    open: async () => ({
      account: 'me',
      capabilities: () => ({}),
      sources: [
        {
          via,
          pausable,
          run: (_, given) => {
            sink = given
            return new Promise((resolve) => given.signal.addEventListener('abort', resolve))
          },
        },
      ],
      close: async () => undefined,
    }),
  })
  return { hub, sink }
}
