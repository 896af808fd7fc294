import { expect, test } from 'vitest'
import { OpenConnections } from './open-connections.ts'

test('there is an end for all together and for each caller, and a place is given back once', () => {
  const connections = new OpenConnections(3, 2, 'followed runs')
  const first = connections.take('a')
  connections.take('a')
  expect(() => connections.take('a')).toThrow('This token has 2 followed runs')
  connections.take('b')
  expect(() => connections.take('c')).toThrow('3 followed runs are under way')
  first()
  first()
  expect(connections.open).toBe(2)
  connections.take('a')
  expect(() => connections.take('b')).toThrow('3 followed runs')
})
