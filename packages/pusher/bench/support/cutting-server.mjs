// A server in a process of its own that cuts connections, and takes the time until each client asks for a channel again.
import { WebSocketServer } from 'ws'

const cuts = []
const delaysMs = []
let wanted = 0
let next = () => undefined

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, backlog: 4_096 })
server.on('listening', () => process.send({ port: server.address().port }))
server.on('connection', (socket) => {
  let asked = false
  socket.on('error', () => undefined)
  socket.send(
    '{"event":"pusher:connection_established","data":"{\\"socket_id\\":\\"1.1\\",\\"activity_timeout\\":120}"}',
  )
  socket.on('message', (text) => {
    const { event, data } = JSON.parse(text)
    if (event !== 'pusher:subscribe') return
    socket.send(`{"event":"pusher_internal:subscription_succeeded","channel":"${data.channel}","data":"{}"}`)
    if (!asked && cuts.length > 0) returned()
    asked = true
  })
})

/** Whose return it is does not show: in turn there is one to come, and at once they were all cut together. */
function returned() {
  delaysMs.push(performance.now() - cuts.shift())
  next()
  if (delaysMs.length === wanted) process.send({ delaysMs })
}

function cut(socket, index) {
  cuts.push(performance.now())
  if (index % 2 === 0) socket.terminate()
  else socket.close(1001)
}

process.on('message', async ({ cut: how, count }) => {
  wanted = count
  for (const [index, socket] of [...server.clients].entries()) {
    const back = new Promise((resolve) => (next = resolve))
    cut(socket, index)
    if (how === 'in turn') await back
  }
})
process.on('disconnect', () => process.exit())
