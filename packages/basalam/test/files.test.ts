import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { FileToUpload, UploadProgress } from '../src/services/upload.js'
import { failureOf, openBasalam } from './support/clients.js'
import { serve } from './support/serve.js'

const bytes = new TextEncoder().encode('صدا و تصویر')

async function createFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'basalam-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'عکس ۱.jpg')
  await writeFile(path, bytes)
  return path
}

/** A web server with one file, and nothing else. */
function serveFile(): Promise<string> {
  return serve((request, response) => {
    response.statusCode = request.url === '/a%20file.ogg' ? 200 : 404
    response.setHeader('content-type', 'audio/ogg')
    response.end(bytes)
  })
}

describe('a file', () => {
  test.for<[string, () => Promise<FileToUpload['file']>, string]>([
    ['a Blob', async () => new Blob([bytes]), 'file'],
    ['a File', async () => new File([bytes], 'a.jpg'), 'a.jpg'],
    ['bytes', async () => bytes, 'file'],
    ['a buffer of Node', async () => Buffer.from(bytes), 'file'],
    ['a web stream', async () => new Blob([bytes]).stream(), 'file'],
    ['a stream of Node', async () => createReadStream(await createFile()), 'file'],
    ['a path', createFile, 'عکس ۱.jpg'],
    ['a URL', async () => new URL('/a%20file.ogg', await serveFile()), 'a file.ogg'],
    ['the text of a URL', async () => `${await serveFile()}/a%20file.ogg`, 'a file.ogg'],
  ])('goes up from %s', async ([, source, fileName]) => {
    const { sandbox, basalam } = await openBasalam()
    const uploaded = await basalam.files.upload({ file: await source(), fileType: 'product.photo' })
    expect(uploaded).toMatchObject({ id: 501, url: 'https://files.invalid/501', size: bytes.length })
    expect(sandbox.world.files).toMatchObject([{ fileName, fileType: 'product.photo' }])
    expect(Buffer.from(sandbox.world.files[0]?.bytes ?? [])).toEqual(Buffer.from(bytes))
  })

  test.for(['full', 'sparse', 'extra'] as const)('is told of in %s answers', async (style) => {
    const { sandbox, basalam } = await openBasalam()
    sandbox.answerWith(style)
    const uploaded = await basalam.files.upload({ file: bytes, fileType: 'chat.voice' })
    expect(uploaded).toMatchObject({ id: 501, url: 'https://files.invalid/501' })
  })

  test('goes by the name that is given', async () => {
    const { sandbox, basalam } = await openBasalam()
    await basalam.files.upload({ file: bytes, fileType: 'chat.file', fileName: 'نام.bin' })
    expect(sandbox.world.files).toMatchObject([{ fileName: 'نام.bin' }])
  })

  test('is told of as it goes up, and at the end', async () => {
    const { basalam } = await openBasalam()
    const heard: UploadProgress[] = []
    const file = new Blob([new Uint8Array(300_000)])
    await basalam.files.upload({
      file,
      fileType: 'chat.file',
      onProgress: (progress) => heard.push(progress),
    })
    expect(heard.length).toBeGreaterThan(2)
    expect(heard.map(({ sentBytes }) => sentBytes)).toEqual(
      heard.map(({ sentBytes }) => sentBytes).toSorted((a, b) => a - b),
    )
    expect(heard.at(-1)).toEqual({ sentBytes: 300_000, totalBytes: 300_000 })
  })

  test('goes up once more, whole, where its token was refused', async () => {
    const { sandbox, basalam } = await openBasalam()
    const sources = ['stale', sandbox.personalToken.accessToken].map((accessToken) => ({ accessToken }))
    const [stale = { accessToken: '' }, good = stale] = sources
    const token = { current: () => stale, replace: () => good }
    const file = new Blob([bytes]).stream()
    await basalam.files.upload({ file, fileType: 'chat.file', onProgress: () => undefined }, { token })
    expect(sandbox.world.files[0]?.bytes).toHaveLength(bytes.length)
  })

  test.for<[string, Partial<FileToUpload>]>([
    ['fileType', { fileType: 'chat.audio' as 'chat.voice' }],
    ['file', { file: new Blob([]) }],
    ['file', { file: 5 as unknown as Blob }],
    ['file', { file: undefined as unknown as Blob }],
    ['file', { file: '/no/such/file' }],
    ['file', { file: new URL('ftp://example.com/a') }],
    ['file', { file: new Blob([bytes]), maxBytes: 3 }],
    ['file', { file: new Blob([bytes]).stream(), maxBytes: 3 }],
    ['maxBytes', { maxBytes: Number.NaN }],
    ['thumbnail', { thumbnail: new Uint8Array() }],
  ])('with a wrong %s is refused by name before anything is sent', async ([name, wrong]) => {
    const { sandbox, basalam } = await openBasalam()
    const error = await failureOf(basalam.files.upload({ file: bytes, fileType: 'chat.file', ...wrong }))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
    expect(sandbox.requests).toEqual([])
  })

  test('that cannot be fetched is refused without its address', async () => {
    const { basalam } = await openBasalam()
    const file = new URL('/gone?key=planted', await serveFile())
    const error = await failureOf(basalam.files.upload({ file, fileType: 'chat.file' }))
    expect(error.message).toContain('404')
    expect(error.message).not.toContain('planted')
  })

  test('that nobody waits for any more is not sent', async () => {
    const { sandbox, basalam } = await openBasalam()
    const signal = AbortSignal.abort()
    const call = basalam.files.upload({ file: bytes, fileType: 'chat.file' }, { signal })
    expect(await failureOf(call)).toMatchObject({ code: 'aborted' })
    expect(sandbox.requests).toEqual([])
  })
})

describe('a message with a file', () => {
  test.for([
    ['picture', 'chat.photo', { width: 228, height: 154 }],
    ['video', 'chat.video', { duration: 4 }],
    ['voice', 'chat.voice', { duration: 4 }],
    ['file', 'chat.file', {}],
  ] as const)(
    '%s: uploaded as %s, then attached with what the answer tells',
    async ([messageType, fileType, facts]) => {
      const { sandbox, basalam } = await openBasalam()
      const { id: chatId } = await basalam.chats.create({ userId: sandbox.world.addPerson().id })
      const sent = await basalam.chats.sendFile({
        chatId,
        messageType,
        file: new File([bytes], 'a.bin'),
        text: 'روبه‌رو',
      })
      expect(sandbox.world.files).toMatchObject([{ fileType }])
      expect(sent).toMatchObject({
        type: messageType,
        content: {
          text: 'روبه‌رو',
          files: [{ id: 501, url: 'https://files.invalid/501', name: 'a.bin', size: bytes.length, ...facts }],
        },
      })
    },
  )

  test('is a plain file unless it is said otherwise, and may answer another message', async () => {
    const { sandbox, basalam } = await openBasalam()
    const question = sandbox.world.receive({ from: sandbox.world.addPerson(), text: '?' })
    const sent = await basalam.chats.sendFile({
      chatId: question.chatId,
      file: bytes,
      repliedMessageId: question.id,
    })
    expect(sent).toMatchObject({ type: 'file', repliedMessage: { id: question.id } })
    expect(sent.content.text).toBeUndefined()
  })

  test.for([
    ['messageType', { messageType: 'gallery' }],
    ['chatId', { chatId: undefined }],
    ['file', { file: new Blob([]) }],
  ] as const)('with a wrong %s is refused before anything is uploaded', async ([name, wrong]) => {
    const { sandbox, basalam } = await openBasalam()
    const error = await failureOf(basalam.chats.sendFile({ chatId: 1, file: bytes, ...wrong } as never))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
    expect(sandbox.requests).toEqual([])
  })
})

describe('a file that cannot be read', () => {
  const never = (): Promise<string> => serve(() => undefined)
  const begun = (): Promise<string> => serve((_, response) => void response.writeHead(200).write('abc'))
  const cut = (): Promise<string> =>
    serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('abc', () => response.destroy())
    })
  const standing = (): ReadableStream<Uint8Array> =>
    new ReadableStream({ pull: () => new Promise(() => undefined) })
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield bytes
    throw new Error('The disk is gone.')
  }

  test.for<[string, () => FileToUpload['file'] | Promise<FileToUpload['file']>]>([
    ['a URL that does not answer', never],
    ['a URL that stops in the middle', begun],
    ['a stream that stands still', standing],
  ])('ends with the signal: %s', async ([, source]) => {
    const { sandbox, basalam } = await openBasalam()
    const stop = new AbortController()
    const file = await source()
    const call = basalam.files.upload({ file, fileType: 'chat.file' }, { signal: stop.signal })
    setTimeout(() => stop.abort(), 20)
    expect(await failureOf(call)).toMatchObject({ code: 'aborted' })
    expect(sandbox.requests).toEqual([])
  })

  test.for<[string, string, () => FileToUpload['file'] | Promise<FileToUpload['file']>]>([
    ['invalid_argument', 'a stream that fails', failing],
    ['invalid_argument', 'the path of a folder', tmpdir],
    ['network', 'a URL that nobody answers', () => 'http://127.0.0.1:9/a'],
    ['timeout', 'a URL that takes too long', never],
    ['timeout', 'a URL that takes too long in the middle', begun],
    ['body_cut', 'a URL that breaks off', cut],
  ])('is told of as %s: %s', async ([code, , source]) => {
    const { sandbox, basalam } = await openBasalam()
    const file = await source()
    const call = basalam.files.upload({ file, fileType: 'chat.file' }, { totalTimeoutMs: 60 })
    expect(await failureOf(call)).toMatchObject({ code, message: expect.stringContaining('file') })
    expect(sandbox.requests).toEqual([])
  })

  test('goes up all the same where whoever is told of its progress throws, which is shown', async () => {
    const { sandbox, basalam } = await openBasalam()
    const shown = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    onTestFinished(() => shown.mockRestore())
    const thrown = new Error('no window')
    const onProgress = (): never => {
      throw thrown
    }
    await basalam.files.upload({ file: bytes, fileType: 'chat.file', onProgress })
    expect(sandbox.world.files).toHaveLength(1)
    expect(shown).toHaveBeenCalledWith(thrown)
  })
})
