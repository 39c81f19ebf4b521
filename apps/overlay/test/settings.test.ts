import { expect, test } from 'vitest'
import { readSettings } from '../src/page/settings.ts'

const read = (rest: string) => readSettings(new URL(`http://127.0.0.1:8788/${rest}`))

test('without options there are defaults', () => {
  expect(read('')).toEqual({
    settings: {
      relay: 'http://127.0.0.1:8787',
      token: '',
      rooms: [],
      max: 20,
      fadeMs: 0,
      rate: 6,
      size: 22,
      emotes: undefined,
    },
    problems: [],
  })
})

test('the address says everything else, and the token stands where browsers send it to nobody', () => {
  const address =
    '?relay=https://relay.example/kick/&room=Ann,bob&room=carl&max=5&fade=30&rate=0.5&size=30#token=secret'
  expect(read(address)).toMatchObject({
    settings: {
      relay: 'https://relay.example/kick',
      token: 'secret',
      rooms: ['ann', 'bob', 'carl'],
      max: 5,
      fadeMs: 30_000,
      rate: 0.5,
      size: 30,
    },
    problems: [],
  })
})

test('what cannot be taken is told by its name, and its default used', () => {
  const { problems, settings } = read('?max=0&fade=-1&rate=x&size=1e3&relay=javascript:alert(1)')
  expect(settings).toEqual(read('').settings)
  expect(new Set(problems.map((problem) => problem.split(' ', 1)[0]))).toEqual(
    new Set(['relay', 'max', 'fade', 'rate', 'size']),
  )
})
