import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
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

  test.for(['auto-answer', 'webhook-node', 'webhook-express', 'webhook-hono'])(
    'has examples/%s.ts as it is, which is run',
    async (name) => {
      const example = await readFile(join(root, `examples/${name}.ts`), 'utf8')
      expect(await blocksOf('docs/guide.md', 'ts')).toContain(example.replace(/^\/\/.*\n/, ''))
    },
  )

  test('Persian text is right to left, and no block of code is within it', async () => {
    const page = await readFile(join(root, 'docs/guide.fa.md'), 'utf8')
    const outside = page.replaceAll(/<div dir="rtl">[\s\S]*?<\/div>/g, '').replaceAll(/```[\s\S]*?```/g, '')
    expect(outside).not.toMatch(/[\u0600-\u06ff]/)
    for (const [block] of page.matchAll(/<div dir="rtl">[\s\S]*?<\/div>/g)) expect(block).not.toContain('```')
  })
})
