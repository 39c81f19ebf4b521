/** `node scripts/basalam-normalize.ts <folder>`: takes over the gateway's OpenAPI documents as they were published. */
import { readFileSync, writeFileSync } from 'node:fs'
import { services } from './basalam/document.ts'
import { normalize } from './basalam/normalize.ts'

const [folder] = process.argv.slice(2)

if (folder === undefined) {
  process.stderr.write('usage: node scripts/basalam-normalize.ts <folder with chat.json, core.json, ...>\n')
  process.exitCode = 2
} else {
  for (const service of services) {
    const given: unknown = JSON.parse(readFileSync(`${folder}/${service.replaceAll('-', '_')}.json`, 'utf8'))
    const document = normalize(given, { dropDefaults: service === 'search' })
    const file = `${import.meta.dirname}/../packages/basalam/api/${service}.json`
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`)
  }
  process.stdout.write('Next: pnpm format, then node scripts/basalam-generate.ts\n')
}
