import { describe, expect, it } from 'vitest'
import { eta } from './run.ts'

const now = new Date('2026-11-22T10:10:00.000Z')
const running = { startedAt: '2026-11-22T10:00:00.000000Z', endedAt: null }

describe('eta', () => {
  it('goes on at the pace so far', () => {
    expect(eta({ ...running, parentsTotal: 40, parentsDone: 10 }, now)).toBe('2026-11-22T10:40:00.000Z')
  })

  it('says nothing where nothing can be derived', () => {
    expect(eta({ ...running, parentsTotal: null, parentsDone: null }, now)).toBeNull()
    expect(eta({ ...running, parentsTotal: 40, parentsDone: 0 }, now)).toBeNull()
    expect(eta({ startedAt: null, endedAt: null, parentsTotal: 4, parentsDone: 1 }, now)).toBeNull()
    expect(
      eta({ ...running, endedAt: '2026-11-22T10:05:00Z', parentsTotal: 4, parentsDone: 4 }, now),
    ).toBeNull()
  })
})
