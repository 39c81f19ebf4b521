/** `node scripts/basalam-generate.ts`: writes what is made from packages/basalam/api, see packages/basalam/README.md. */
import { writeFileSync } from 'node:fs'
import { generate } from './basalam/generate.ts'

const root = `${import.meta.dirname}/..`

for (const [file, text] of Object.entries(generate(root))) writeFileSync(`${root}/${file}`, text)
