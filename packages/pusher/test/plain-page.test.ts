import { startSandbox } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { canBrowse, openPage } from './support/plain-page.js'

const connect = {
  '/index.js': (key: string, port: number) => `
    const pusher = new Pusher({ key: '${key}', host: '127.0.0.1', port: ${port}, tls: false })
    const room = pusher.subscribe('room')
    room.on('message', show)
    pusher.connect()
    room.subscribed().then(() => show('subscribed'))`,
  '/compat.js': (key: string, port: number) => `
    const pusher = new Pusher('${key}', { cluster: '', wsHost: '127.0.0.1', wsPort: ${port}, forceTLS: false })
    const room = pusher.subscribe('room')
    room.bind('message', show)
    room.bind('pusher:subscription_succeeded', () => show('subscribed'))`,
}

const cases = Object.keys(connect).flatMap((file) => [
  { file, where: 'a page' },
  { file, where: 'a dedicated worker' },
])

test.skipIf(!canBrowse).each(cases as { file: keyof typeof connect; where: string }[])(
  '[120] $where without a bundler imports the built $file, and hears the server',
  { timeout: 30_000 },
  async ({ file, where }) => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { key, port } = sandbox.pusher
    const name = file === '/compat.js' ? 'Pusher' : '{ Pusher }'
    const program = connect[file](key, port)
    const { page, problems } = await openPage(
      where === 'a page'
        ? `import ${name} from '${file}'
           const show = (text) => { document.title = text }
           ${program}`
        : `const program = \`import ${name} from '\${location.origin}${file}'; const show = postMessage;${program}\`
           const worker = new Worker(URL.createObjectURL(new Blob([program], { type: 'text/javascript' })), { type: 'module' })
           worker.onmessage = ({ data }) => { document.title = data }`,
    )
    await expect.poll(() => page.title()).toBe('subscribed')
    sandbox.pusher.publish({ channel: 'room', event: 'message', data: 'heard' })
    await expect.poll(() => page.title()).toBe('heard')
    expect(problems).toEqual([])
  },
)
