import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { asFindingId, asTicketId } from '../../model/core/ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import { SEVERITIES, severityRank } from '../../model/core/severity.ts'
import type { TicketScope } from '../../model/core/tickets.ts'
import { toldEvent, toldFinding } from '../told.examples.ts'
import type { ExternalTicket, Standing, Ticket, TicketBook } from './book.ts'
import { decide } from './decide.ts'
import type { OfFinding } from './marker.ts'
import { keyOf } from './marker.ts'
import { syncTickets } from './sync.ts'
import type { Done, TicketSystem } from './system.ts'
import { TicketFailure } from './system.ts'

/** Histories each; a hole in what is decided was found within as many. */
const RUNS = 300

/** What a worker that dies leaves: nothing after this is done or written down. */
class Died extends Error {}

interface Finding {
  readonly rule: string
  open: boolean
  severity: Severity
}

/** A system that keeps tickets, as both are where it matters: what was made stays, whoever heard of it. */
function modelSystem(canReopen: boolean, disturb: (when: 'before' | 'after') => void) {
  const made: { marker: string; open: boolean; deleted: boolean; id: string }[] = []
  const of = ({ id }: ExternalTicket) => made.find((one) => one.id === id)
  const changed = (ticket: ExternalTicket, open: boolean | null): Done => {
    disturb('before')
    const one = of(ticket)
    if (one === undefined || one.deleted) return 'gone'
    if (open !== null) one.open = open
    disturb('after')
    return 'done'
  }
  const external = (id: string): ExternalTicket => ({ id, key: id, url: `https://tickets.example/${id}` })
  const system: TicketSystem = {
    canReopen,
    check: async () => undefined,
    find: async (marker) => {
      const found = made.find((one) => one.marker === marker && !one.deleted)
      return found === undefined ? null : external(found.id)
    },
    create: async (marker) => {
      disturb('before')
      const id = `T-${made.length + 1}`
      made.push({ marker, id, open: true, deleted: false })
      disturb('after')
      return external(id)
    },
    comment: async (ticket) => changed(ticket, null),
    close: async (ticket) => changed(ticket, false),
    reopen: async (ticket) => changed(ticket, true),
  }
  return { system, made }
}

function modelBook(findings: readonly Finding[], disturb: () => void): TicketBook {
  const rows = new Map<string, { ticket: Ticket; members: Set<number> }>()
  const standingOf = (members: ReadonlySet<number>): Standing => {
    const open = [...members].flatMap((at) => (findings[at]?.open ? [findings[at]] : []))
    const ranks = open.map(({ severity }) => severityRank(severity))
    return { open: open.length, severity: SEVERITIES[Math.max(-1, ...ranks)] ?? null }
  }
  const rowOf = ({ key }: Ticket) => {
    const row = rows.get(key)
    if (row === undefined) throw new Error('no such ticket')
    return row
  }
  return {
    owner: 'd-1',
    async look(key, _integration, ids) {
      const fresh: Ticket = {
        ...{ id: asTicketId(key), key, generation: 1, state: 'none', external: null },
        told: { open: 0, severity: null },
      }
      const row = rows.get(key) ?? { ticket: fresh, members: new Set<number>() }
      rows.set(key, row)
      for (const id of ids) row.members.add(Number(id))
      return { ticket: row.ticket, standing: standingOf(row.members) }
    },
    forgotten: async () =>
      [...rows.values()]
        .filter(
          ({ ticket, members }) =>
            ['open', 'moving'].includes(ticket.state) && standingOf(members).open === 0,
        )
        .map(({ ticket, members }) => ({ ticket, standing: standingOf(members) })),
    async claim(ticket, generation) {
      const row = rowOf(ticket)
      // Each attempt of the model comes after what was claimed before has settled.
      row.ticket = { ...row.ticket, state: 'opening', generation, external: null }
      return true
    },
    release: async () => undefined,
    async change(ticket, change) {
      disturb()
      const row = rowOf(ticket)
      row.ticket = { ...row.ticket, ...change }
    },
  }
}

const eventOf = (at: number, { rule, severity }: Finding, type: string): OfFinding =>
  toldEvent({
    type,
    finding: toldFinding({ id: asFindingId(String(at)), ruleId: rule, severity }),
  }) as OfFinding

const step = fc.record({
  at: fc.nat(3),
  open: fc.boolean(),
  severity: fc.constantFrom<Severity>(...SEVERITIES),
  /** Which of what was told so far is told with it, again or for the first time, in any order. */
  also: fc.array(fc.nat(40), { maxLength: 6 }),
  isHeldBack: fc.boolean(),
})

describe('whatever is told, in whatever order and however often, and whenever a worker dies', () => {
  const check = (per: TicketScope, canReopen: boolean) =>
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 14 }),
      fc.array(fc.constantFrom('well', 'well', 'well', 'dies', 'fails'), { maxLength: 60 }),
      async (history, fates) => {
        const left = [...fates]
        const disturb = () => {
          const fate = left.shift()
          if (fate === 'dies') throw new Died()
          if (fate === 'fails')
            throw new TicketFailure({ kind: 'unreachable', code: 'ECONNRESET', latencyMs: 1 })
        }
        const findings: Finding[] = Array.from({ length: 4 }, (_, at) => ({
          ...{ rule: at < 3 ? 'gpt.public_store' : 'key.unused', open: false, severity: 'low' },
        }))
        const { system, made } = modelSystem(canReopen, disturb)
        const book = modelBook(findings, disturb)
        const told: OfFinding[] = []
        const sync = { system, book, publicUrl: null, keyOf: (event: OfFinding) => keyOf(per, event) }
        const attempt = (events: readonly OfFinding[]) =>
          syncTickets(sync, events).catch((error: unknown) => {
            if (!(error instanceof Died)) throw error
          })
        for (const { at, open, severity, also, isHeldBack } of history) {
          const finding = findings[at]
          if (finding === undefined) continue
          Object.assign(finding, { open, severity })
          told.push(eventOf(at, finding, open ? 'finding.opened' : 'finding.resolved'))
          const some = also.flatMap((n) => told[n % told.length] ?? [])
          await attempt(isHeldBack ? some : [...some, ...told.slice(-1)])
        }
        left.length = 0
        // What was never told, because it was held back or its worker died, is told at last.
        await attempt(told.toReversed())
        for (const key of new Set(told.map((event) => keyOf(per, event)))) {
          const members = findings.filter((one, at) => keyOf(per, eventOf(at, one, '')) === key)
          const isOpen = members.some((one) => one.open)
          const { ticket } = await book.look(key, told[0]?.integration.id as never, [])
          expect(ticket.state === 'open').toBe(isOpen)
          const theirs = made.filter(({ id }) => id === ticket.external?.id)
          expect(theirs.filter((one) => one.open)).toHaveLength(isOpen ? 1 : 0)
        }
        // No marker has two, and none is open that nobody knows of.
        expect(new Set(made.map(({ marker }) => marker)).size).toBe(made.length)
        const open = new Set(
          findings.flatMap((one, at) => (one.open ? [keyOf(per, eventOf(at, one, ''))] : [])),
        )
        expect(made.filter((one) => one.open)).toHaveLength(open.size)
        if (canReopen) expect(made.length).toBeLessThanOrEqual(per === 'group' ? 2 : 4)
      },
    )

  test.each([
    ['group', true],
    ['group', false],
    ['finding', true],
    ['finding', false],
  ] as const)(
    'there is one open ticket a %s where something is open, and none where nothing is (reopens: %s)',
    async (per, canReopen) => fc.assert(check(per, canReopen), { numRuns: RUNS }),
  )
})

describe('a batch of more than there is time for', () => {
  afterEach(() => vi.restoreAllMocks())

  /** Milliseconds of a request. Of as many findings as there are, some five fit into an attempt. */
  const SLOW_MS = 4_000
  const FINDINGS = 40

  /** Those of the rule are refused for good; to look at a ticket takes so many milliseconds. */
  function attempts(refusedRule: string, lookMs = 0) {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    const findings: Finding[] = Array.from({ length: FINDINGS }, (_, at) => ({
      ...{ rule: at % 2 === 0 ? 'gpt.public_store' : 'key.unused', open: true, severity: 'low' },
    }))
    const { system, made } = modelSystem(false, () => undefined)
    const create: TicketSystem['create'] = (marker, text) => {
      now += SLOW_MS
      if (text.lines.some((line) => line.includes(refusedRule)))
        throw new TicketFailure({ kind: 'answered', status: 400, retryAfter: null, latencyMs: 1 })
      return system.create(marker, text)
    }
    const book = modelBook(findings, () => undefined)
    const look: TicketBook['look'] = (...of) => {
      now += lookMs
      return book.look(...of)
    }
    const sync = {
      ...{ system: { ...system, create }, book: { ...book, look }, publicUrl: null },
      keyOf: (event: OfFinding) => keyOf('finding', event),
    }
    const events = findings.map((one, at) => eventOf(at, one, 'finding.opened'))
    return { made, attempt: () => syncTickets(sync, events) }
  }

  test('goes on at once until all is done', async () => {
    const { made, attempt } = attempts('none of them')
    for (let n = 0; n < FINDINGS && (await attempt()).kind === 'unfinished'; n++);
    expect(made).toHaveLength(FINDINGS)
    expect(await attempt()).toMatchObject({ kind: 'answered', status: 200 })
  })

  test('ends, however long it takes to see that all is done', async () => {
    const { made, attempt } = attempts('none of them', SLOW_MS)
    for (let n = 0; n <= FINDINGS && (await attempt()).kind === 'unfinished'; n++);
    expect(made).toHaveLength(FINDINGS)
    expect(await attempt()).toMatchObject({ kind: 'answered', status: 200 })
  })

  test('has failed where all that was tried is refused: it must not be asked again without a pause', async () => {
    const { attempt } = attempts('Rule:')
    expect(await attempt()).toMatchObject({ kind: 'answered', status: 400 })
  })

  test('does what it can, wherever in it those stand which are refused', async () => {
    const { made, attempt } = attempts('key.unused')
    for (let n = 0; n < FINDINGS * FINDINGS && made.length < FINDINGS / 2; n++) await attempt()
    expect(made).toHaveLength(FINDINGS / 2)
    expect(await attempt()).toMatchObject({ kind: 'answered', status: 400 })
  })
})

describe('what is decided', () => {
  const high: Standing = { open: 2, severity: 'high' }
  const none: Standing = { open: 0, severity: null }
  test.each([
    ['none', none, none, null],
    ['none', none, high, { do: 'open', generation: 3 }],
    ['opening', none, high, { do: 'open', generation: 3 }],
    ['opening', none, none, { do: 'find' }],
    ['open', high, high, null],
    ['open', high, { open: 5, severity: 'high' }, { do: 'comment', more: 3, from: null }],
    ['open', high, { open: 2, severity: 'critical' }, { do: 'comment', more: 0, from: 'high' }],
    ['open', high, { open: 1, severity: 'high' }, { do: 'note' }],
    ['open', high, none, { do: 'close' }],
    ['moving', high, none, { do: 'close' }],
    ['moving', high, high, { do: 'reopen' }],
    ['closed', none, none, null],
    ['closed', none, high, { do: 'reopen' }],
  ] as const)('%s, told %j, and %j', (state, told, standing, action) =>
    expect(decide({ state, told, generation: 3 }, standing, true)).toEqual(action),
  )
  test('where nothing is reopened there, another is made', () =>
    expect(decide({ state: 'closed', told: none, generation: 3 }, high, false)).toEqual({
      ...{ do: 'open', generation: 4 },
    }))
})
