import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DriftTally, knownShape } from './drift.ts'

const shape = knownShape(
  z.looseObject({
    id: z.string(),
    owner: z.looseObject({ id: z.string() }).nullish(),
    tools: z.array(z.looseObject({ type: z.string() })).nullish(),
    files: z.union([
      z.array(z.looseObject({ id: z.string() })),
      z.looseObject({ data: z.array(z.unknown()) }),
    ]),
  }),
)

function notesOf(...values: unknown[]) {
  const tally = new DriftTally()
  for (const value of values) tally.note(value, shape)
  return tally.notes()
}

describe('drift', () => {
  test('says nothing of what the schema names, absent, null or there', () => {
    expect(
      notesOf(
        { id: 'a', owner: { id: 'o' }, tools: [{ type: 't' }], files: [{ id: 'f' }] },
        { id: 'b', owner: null, files: { data: [{ anything: 1 }] } },
        {},
        'no object at all',
      ),
    ).toEqual([])
  })

  test('counts each field that it does not name, where it stands', () => {
    expect(
      notesOf(
        { id: 'a', colour: 1, owner: { id: 'o', rank: 2 } },
        { id: 'b', tools: [{ type: 't' }, { type: 't', cost: 1 }, { cost: 2 }] },
        { id: 'c', colour: 1, files: { data: [], cursor: 'x' } },
        { id: 'd', files: [{ id: 'f', size: 1 }] },
      ),
    ).toEqual([
      { path: 'colour', count: 2 },
      { path: 'owner.rank', count: 1 },
      { path: 'tools[].cost', count: 2 },
      { path: 'files.cursor', count: 1 },
      { path: 'files[].size', count: 1 },
    ])
  })

  test('repeats no name that looks like data', () => {
    expect(notesOf({ 'keiko@example.com': 1 })).toEqual([{ path: '(odd name)', count: 1 }])
  })
})
