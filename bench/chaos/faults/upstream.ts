import type { Fault } from '../../../src/simulator/scenario.ts'
import type { ChaosFault } from '../fault.ts'

/** A fault of upstream's answers, there from the first request on; `count` bounds those that nobody could outlive. */
const upstream = (
  name: string,
  faults: readonly Fault[],
  more: Pick<ChaosFault, 'clockRuns'> & { control?: ChaosFault['control'] } = {},
): ChaosFault => ({
  name,
  of: 'upstream',
  control: 'damage',
  ...more,
  async disturb(cell) {
    await cell.tenant.scenario({ faults })
    return cell.collect()
  },
})

const EVERYWHERE = '*'
const DOWNLOADS = 'GET download'
const LISTS_OF_LOGS = 'GET /v1/compliance/*/logs'
/** Every so many requests: often enough to meet every stream. */
const OFTEN = 23
/** Routes that one stream reads at a time: of others a request may leave before the refusal of another has been read. */
const READ_BY_ONE = ['GET /v1/organization/*', 'GET /v1/compliance/*/gpts*', 'GET /v1/compliance/*/projects*']

const tooMany = (retryAfter: Fault['retryAfter']): Fault[] =>
  READ_BY_ONE.map((route) => ({
    route,
    kind: '429',
    every: OFTEN,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }))

export const UPSTREAM_FAULTS: readonly ChaosFault[] = [
  upstream('upstream-5xx', [{ route: EVERYWHERE, kind: 'status5xx', every: OFTEN, status: 503 }]),
  upstream('connection-reset', [{ route: EVERYWHERE, kind: 'reset', every: OFTEN }]),
  upstream('slow-body', [{ route: EVERYWHERE, kind: 'slow', every: OFTEN, delayMs: 400 }]),
  upstream('truncated-json', [{ route: EVERYWHERE, kind: 'truncate', every: OFTEN }]),
  upstream('wrong-checksum', [{ route: DOWNLOADS, kind: 'badChecksum', every: OFTEN }]),
  upstream('429-seconds', tooMany(2), { clockRuns: true, control: 'impatience' }),
  upstream('429-date', tooMany('date'), { clockRuns: true, control: 'impatience' }),
  upstream('429-bare', tooMany('none'), { clockRuns: true }),
  upstream('expired-link', [{ route: DOWNLOADS, kind: 'expiredLink', every: OFTEN }]),
  upstream('boundary-relisted', [{ route: LISTS_OF_LOGS, kind: 'boundaryRelist' }]),
  upstream('empty-page-null-cursor', [
    { route: LISTS_OF_LOGS, kind: 'emptyPageNullCursor', every: OFTEN, count: 6 },
  ]),
  upstream('has-more-forever', [{ route: LISTS_OF_LOGS, kind: 'hasMoreForever', every: OFTEN, count: 6 }]),
  upstream('duplicate-lines', [{ route: EVERYWHERE, kind: 'duplicateLines', every: 3 }]),
  upstream('concatenated-lines', [{ route: EVERYWHERE, kind: 'concatenatedLines', every: 3 }]),
]
