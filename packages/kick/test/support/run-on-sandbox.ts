/** Preloaded into an example: what it asks of Kick, it asks of the sandbox. Everything else is as the example has it. */
const { fetch } = globalThis
const hosts: readonly (readonly [string, string])[] = [
  ['https://api.kick.com/', `${process.env['SANDBOX_API']}/`],
  ['https://id.kick.com/', `${process.env['SANDBOX_OAUTH']}/`],
]

globalThis.fetch = async (address, settings) => {
  const text = address instanceof Request ? address.url : String(address)
  const [kick, sandbox] = hosts.find(([host]) => text.startsWith(host)) ?? ['', '']
  return fetch(text.replace(kick, sandbox), settings)
}
