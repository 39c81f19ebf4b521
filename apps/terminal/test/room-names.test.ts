import { expect, test } from 'vitest'
import { RoomNames } from '../src/source/room-names.ts'
import { otherRoom, room } from './support/events.ts'

test('a room is called by its name, or by its number where it has none', () => {
  const names = new RoomNames()
  names.add('1001', 'nightowl')
  expect(names.find(room)).toBe('nightowl')
  expect(names.find(otherRoom)).toBe('1002')
})

test('a name given later replaces the number', () => {
  const names = new RoomNames()
  expect(names.find(room)).toBe('1001')
  names.add('1001', 'nightowl')
  expect(names.find(room)).toBe('nightowl')
})

test('each room keeps its place, with a name or without', () => {
  const names = new RoomNames()
  names.add('1002', 'bazaar')
  expect(names.indexOf(room)).toBe(0)
  expect(names.indexOf(otherRoom)).toBe(1)
  expect(names.indexOf(room)).toBe(0)
  expect(names.indexOf({ ...room, room: '1003' })).toBe(2)
})
