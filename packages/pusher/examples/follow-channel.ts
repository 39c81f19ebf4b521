/** Prints what is sent on a channel: `node follow-channel.ts KEY HOST PORT CHANNEL`. */
import { Pusher } from '@wireloom/pusher'

const [key = '', host = '127.0.0.1', port = '6001', name = 'room'] = process.argv.slice(2)

const pusher = new Pusher({ key, host, port: Number(port), tls: false })
pusher.on('status', ({ current }) => console.log(`[${current.state}]`))
pusher.on('gap', ({ fromMs, toMs }) => console.log(`[missed up to ${toMs - fromMs} ms]`))
pusher.connect()

const channel = pusher.subscribe<{ message: { text: string } }>(name)
for await (const { data } of channel.events('message')) {
  console.log(data.text)
  if (data.text === 'bye') break
}
pusher.disconnect()
