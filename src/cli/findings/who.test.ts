import { expect, test } from 'vitest'
import { whoAndDay } from './who.ts'

const ada = { id: 'p-1', email: 'ada@example.com', name: 'Ada', erased: false }
const day = '2026-11-22'

test.each([
  ['a person by address', { actor_person_id: 'p-1', day }, { actor: ada }, 'ada@example.com, 2026-11-22'],
  [
    'a person by name',
    { actor_person_id: 'p-1', day },
    { actor: { ...ada, email: null } },
    'Ada, 2026-11-22',
  ],
  [
    'one who was erased',
    { actor_person_id: 'p-1', day },
    { actor: { ...ada, email: null, name: null, erased: true } },
    'somebody who was erased, 2026-11-22',
  ],
  ['one whom nobody knows', { actor_person_id: 'p-1', day }, {}, 'somebody unknown, 2026-11-22'],
  ['a key', { actor: 'sk-…0001', day }, {}, 'sk-…0001, 2026-11-22'],
  ['nobody that is told', { actor: null, day }, {}, 'somebody unknown, 2026-11-22'],
  ['a state, which nobody did', { actor: 'x', role: 'owner' }, {}, null],
  ['a day alone', { day }, {}, null],
])('of %s', (_, evidence, people, words) => {
  expect(whoAndDay({ evidence, people })).toBe(words)
})
