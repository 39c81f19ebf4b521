import { expect, test } from 'vitest'
import { NotesClient } from '../examples/notes-client.js'
import { json, startServer } from './support/test-server.js'

test('the example adds a note and lists them all', async () => {
  const server = await startServer(({ method, url, text }, response) => {
    if (method === 'POST') return json(response, 200, { id: 'n1', ...(JSON.parse(text) as object) })
    const isFirst = !url.includes('cursor')
    json(response, 200, {
      data: [{ id: isFirst ? 'n1' : 'n2', text: url }],
      ...(isFirst && { next_cursor: 'c 2' }),
    })
  })
  const notes = new NotesClient(server.url, 'a-token')
  expect(await notes.add('hello')).toEqual({ id: 'n1', text: 'hello' })
  expect(await notes.list().toArray({ limit: 10 })).toEqual([
    { id: 'n1', text: '/notes' },
    { id: 'n2', text: '/notes?cursor=c%202' },
  ])
})
