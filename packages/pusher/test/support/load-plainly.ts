import { expect } from 'vitest'

/** Loads a built file and its neighbors as text, and finds nothing in them that a plain page could not resolve. */
export async function loadPlainly(path: string): Promise<string> {
  const { location } = globalThis as unknown as { location: { href: string } }
  const urls = new Set([new URL(path, location.href).href])
  let loaded = ''
  for (const url of urls) {
    const source = await (await fetch(url)).text()
    for (const specifier of readSpecifiers(source)) {
      expect(specifier, `in ${path}`).toMatch(/^\.{0,2}\//)
      urls.add(new URL(specifier, url).href)
    }
    loaded += source
  }
  return loaded
}

function readSpecifiers(source: string): string[] {
  const froms = source.matchAll(/^\s*(?:import|export|\})[^"'\n]*\sfrom\s*["']([^"']+)["']/gm)
  const plain = source.matchAll(/^\s*import\s*["']([^"']+)["']/gm)
  const computed = source.matchAll(/\bimport\(\s*["']([^"']+)["']/g)
  return [...froms, ...plain, ...computed].map(([, specifier = '']) => specifier)
}
