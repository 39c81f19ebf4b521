import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deleted, edited, openStore, said, textsOf } from './support/store.js'

/** What may happen to one of a few messages. */
const step = fc.record({
  id: fc.constantFrom('1', '2', '3', '4', '5', '6'),
  kind: fc.constantFrom('message', 'edit', 'edit', 'delete'),
  text: fc.constantFrom('tea', 'tea and cake', 'cake', 'more tea'),
})
const batches = fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 6 })

test('search finds exactly what stands, whatever was said, edited and deleted, in whatever batches', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.boolean(), async (all, isErased) => {
      const { store, connection } = openStore(':memory:')
      const texts = new Map<string, string>()
      const gone = new Set<string>()
      let version = 0
      for (const batch of all) {
        const events = batch.map(({ id, kind, text }) => {
          version += 1
          if (kind === 'delete') return (gone.add(id), deleted(id))
          if (kind === 'edit') return (texts.set(id, text), edited(id, text, version))
          if (!texts.has(id)) texts.set(id, text)
          return said(id, text)
        })
        await store.archive.append(events)
      }
      if (isErased) await store.archive.erase({ platform: 'kick', authorId: 'nobody' })
      const standing = [...texts].filter(([id]) => !gone.has(id)).map(([, text]) => text)
      for (const word of ['tea', 'cake', 'more']) {
        const found = textsOf(await store.archive.search({ text: word }))
        expect(found.toSorted()).toEqual(standing.filter((text) => text.includes(word)).toSorted())
      }
      connection.exec(`insert into search (search) values ('integrity-check')`)
      await store.close()
    }),
    { numRuns: 150 },
  )
})
