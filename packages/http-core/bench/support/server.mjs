import { createServer } from 'node:http'

const items = Array.from({ length: 10 }, (_, id) => ({ id, name: `name ${id}`, at: '2026-01-01T00:00:00Z' }))
const body = Buffer.from(JSON.stringify({ data: items, message: 'OK' }))

const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
