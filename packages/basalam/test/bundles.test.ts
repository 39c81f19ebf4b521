import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { documented } from './support/documents.js'

const dist = new URL('../dist/', import.meta.url)

/** Everything that a built entry brings along, as one text. */
function bundleOf(entry: string): string {
  const seen = new Map<string, string>()
  const visit = (url: URL): void => {
    if (seen.has(url.href)) return
    const text = readFileSync(url, 'utf8')
    seen.set(url.href, text)
    for (const [, path = ''] of text.matchAll(/(?:from|import)\s*\(?["'](\.[^"']+\.js)["']/g))
      visit(new URL(path, url))
  }
  visit(new URL(`${entry}.js`, dist))
  return [...seen.values()].join('\n')
}

/** The services of which an entry knows operations. */
function servicesIn(entry: string): readonly string[] {
  const bundle = bundleOf(entry)
  const found = documented.filter(({ path }) => bundle.includes(`"${path}"`))
  return [...new Set(found.map(({ service }) => service))].toSorted()
}

const services = [...new Set(documented.map(({ service }) => service))]

describe.skipIf(!existsSync(dist))('a program that takes one entry', () => {
  test.for(services)('./services/%s carries no other service', (service) => {
    // Files of messages are uploaded.
    expect(servicesIn(`services/${service}`)).toEqual(service === 'chat' ? ['chat', 'upload'] : [service])
  })

  test('./chat, ./webhooks, ./helpers and ./node carry none', () => {
    for (const entry of ['chat', 'webhooks', 'helpers', 'node']) expect(servicesIn(entry)).toEqual([])
  })

  test('. carries all', () => {
    expect(servicesIn('index')).toEqual(services.toSorted())
  })

  test('./helpers carries nothing of HTTP', () => {
    expect(bundleOf('helpers')).not.toContain('http-core')
  })

  test('what is imported beside our own files is http-core, in ./chat also chat-core, and Node only in ./node', () => {
    for (const entry of ['index', 'chat', 'webhooks', ...services.map((service) => `services/${service}`)]) {
      const names = [
        ...bundleOf(entry).matchAll(/^(?:import|export|\}) ?[^"'\n]*from ["']([^."'][^"']*)["'];?$/gm),
      ].map(([, name]) => name)
      const own = entry === 'chat' ? ['@wireloom/chat-core'] : []
      expect(new Set(names), entry).toEqual(new Set([...own, '@wireloom/http-core']))
    }
  })
})
