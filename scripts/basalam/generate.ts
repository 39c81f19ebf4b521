import { readFileSync } from 'node:fs'
import { services, type ApiDocument } from './document.ts'
import { generateSandboxDocuments } from './generate-sandbox.ts'
import { generateTypes } from './generate-types.ts'

type Manifest = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Every generated file by its path from the root. */
export function generate(root: string): Readonly<Record<string, string>> {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(`${root}/packages/basalam/api/${name}.json`, 'utf8'))
  const manifest = read('manifest') as Manifest
  const documents = new Map(services.map((service) => [service, read(service) as ApiDocument]))
  const types = [...documents].map(([service, document]) => {
    const text = generateTypes(service, document, manifest[service] ?? {})
    return [`packages/basalam/src/generated/${service}.ts`, text] as const
  })
  return {
    ...Object.fromEntries(types),
    'packages/sandbox/src/basalam/generated/documents.ts': generateSandboxDocuments(documents),
  }
}
