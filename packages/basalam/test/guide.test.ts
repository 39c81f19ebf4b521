import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const limitMs = 30_000

/** The blocks of code of a page, in their order. */
async function blocksOf(page: string, language: string): Promise<readonly string[]> {
  const text = await readFile(join(root, page), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  )
}

/** A folder that finds the package by its own name, as who installs it does. */
async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(root, 'test/guide-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** What a page has said before a block. */
const assumed: Readonly<Record<string, string>> = {
  basalam: `import('@wireloom/basalam').Basalam`,
  sandbox: `import('@wireloom/sandbox').Sandbox`,
  token: 'string',
  url: 'string',
  secret: 'string',
  chatId: 'number',
  vendorId: 'number',
}

function complete(code: string): string {
  const missing = Object.entries(assumed).filter(([name]) => {
    const isUsed = new RegExp(`(?<![.'\\w-])${name}(?![\\w'-])`).test(code)
    const isMade = new RegExp(`(const|let) (\\{[^}]*\\b)?${name}\\b|\\{[^}]*: ${name} \\}`).test(code)
    return isUsed && !isMade
  })
  const lines = missing.map(([name, type]) => `declare const ${name}: ${type}`)
  return [...lines, code, 'export {}'].join('\n')
}

interface Finished {
  readonly code: number | null
  readonly output: string
}

function finish(command: string, words: readonly string[], cwd: string): Promise<Finished> {
  const program = spawn(command, words, { cwd })
  let output = ''
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => program.once('close', (code) => resolve({ code, output })))
}

describe('the code of README and guides', { timeout: limitMs }, () => {
  test('type-checks, block by block', async () => {
    const folder = await createFolder()
    const pages = ['README.md', 'docs/guide.md', 'docs/guide.fa.md']
    const blocks = await Promise.all(pages.map((page) => blocksOf(page, 'ts')))
    await Promise.all(
      blocks.flatMap((codes, page) =>
        codes.map((code, index) => writeFile(join(folder, `page-${page}-block-${index}.ts`), complete(code))),
      ),
    )
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../../tsconfig.base.json',
        compilerOptions: {
          noEmit: true,
          isolatedDeclarations: false,
          declaration: false,
          declarationMap: false,
          noUnusedLocals: false,
          composite: false,
        },
        include: ['*.ts'],
      }),
    )
    expect(blocks.map(({ length }) => length > 2)).toEqual([true, true, true])
    const compiler = join(root, '../../node_modules/.bin/tsc')
    expect(await finish(compiler, ['-p', folder], root)).toEqual({ code: 0, output: '' })
  })

  test('is the same in both languages', async () => {
    for (const language of ['ts', 'sh']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const [english, persian] = await Promise.all(
        ['docs/guide.md', 'docs/guide.fa.md'].map((page) => blocksOf(page, language)),
      )
      const withoutComments = (code: string): string => code.replaceAll(/\/\*\*.*?\*\/\n|^\/\/.*\n/gm, '')
      expect(persian?.map(withoutComments)).toEqual(english?.map(withoutComments))
    }
  })

  test('of the auto-answer is the example, which is run', async () => {
    const example = await readFile(join(root, 'examples/auto-answer.ts'), 'utf8')
    expect(await blocksOf('docs/guide.md', 'ts')).toContain(example.replace(/^\/\/.*\n/, ''))
  })

  test('Persian text is right to left, and no block of code is within it', async () => {
    const page = await readFile(join(root, 'docs/guide.fa.md'), 'utf8')
    const outside = page.replaceAll(/<div dir="rtl">[\s\S]*?<\/div>/g, '').replaceAll(/```[\s\S]*?```/g, '')
    expect(outside).not.toMatch(/[\u0600-\u06ff]/)
    for (const [block] of page.matchAll(/<div dir="rtl">[\s\S]*?<\/div>/g)) expect(block).not.toContain('```')
  })
})

describe('a webhook of the guide answers real deliveries:', { timeout: limitMs }, () => {
  const secret = 'a-secret-of-the-webhook'

  async function blockWith(word: string): Promise<string> {
    const block = (await blocksOf('docs/guide.md', 'ts')).find((code) => code.includes(word))
    expect(block).toBeDefined()
    return block ?? ''
  }

  /** Registers an address, and says something. Returns what the webhook answered. */
  async function deliver(url: string): Promise<number | undefined> {
    const { basalam, close } = await startSandbox()
    onTestFinished(() => close())
    await fetch(`${basalam.apiUrl}/v1/webhooks`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${basalam.personalToken.accessToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        url,
        event_ids: [1],
        request_method: 'POST',
        request_headers: JSON.stringify({ 'x-webhook-secret': secret }),
        register_me: true,
      }),
    })
    basalam.world.receive({ from: basalam.world.customer, text: 'موجود است؟' })
    await basalam.webhooks.settled()
    return basalam.webhooks.deliveries[0]?.status
  }

  test.for([
    ['plain Node', 'createServer(', '/?event=1', 'موجود است؟'],
    ['Express', 'express()', '/basalam?event=1', 'CHAT_RECEIVED_MESSAGE'],
  ] as const)('%s', async ([, word, path, printed]) => {
    const folder = await createFolder()
    const port = await freePort()
    await writeFile(join(folder, 'server.ts'), await blockWith(word))
    const program = spawn(process.execPath, [join(folder, 'server.ts')], {
      env: { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret },
    })
    onTestFinished(() => void program.kill('SIGKILL'))
    let output = ''
    for (const stream of [program.stdout, program.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const url = `http://127.0.0.1:${port}${path}`
    const ask = (): Promise<number> =>
      fetch(url, { method: 'POST' }).then(
        ({ status }) => status,
        () => 0,
      )
    await expect.poll(ask, { timeout: limitMs }).toBe(401)
    expect(await deliver(url)).toBe(200)
    await expect.poll(() => output).toBe(`${printed}\n`)
  })

  test('Hono', async () => {
    const folder = await createFolder()
    const port = await freePort()
    // Hono leaves it to others to listen.
    const listening = `import { createServer } from 'node:http'
import { toNodeListener } from '@wireloom/basalam/node'
createServer(toNodeListener(async (request) => app.fetch(request))).listen(${port})`
    await writeFile(join(folder, 'server.ts'), `${await blockWith('new Hono()')}\n${listening}`)
    const program = spawn(process.execPath, [join(folder, 'server.ts')], {
      env: { ...process.env, WEBHOOK_SECRET: secret },
    })
    onTestFinished(() => void program.kill('SIGKILL'))
    let output = ''
    for (const stream of [program.stdout, program.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const url = `http://127.0.0.1:${port}/basalam?event=1`
    const ask = (): Promise<number> =>
      fetch(url, { method: 'POST' }).then(
        ({ status }) => status,
        () => 0,
      )
    await expect.poll(ask, { timeout: limitMs }).toBe(401)
    expect(await deliver(url)).toBe(200)
    await expect.poll(() => output).toBe('CHAT_RECEIVED_MESSAGE\n')
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
