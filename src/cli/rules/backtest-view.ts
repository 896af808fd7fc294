import type { Io } from '../io.ts'
import { harmless, renderTable } from '../render/table.ts'

export interface BacktestView {
  readonly judged: {
    readonly passed: number
    readonly failed: number
    readonly not_evaluated: number
    readonly reason: string | null
    readonly reason_detail: string | null
  }
  readonly would: Readonly<Record<'open' | 'reopen' | 'resolve' | 'severity', number>>
  readonly moves: readonly {
    readonly move: string
    readonly asset: {
      readonly kind: string
      readonly external_id: string
      readonly name: string | null
    } | null
    readonly severity: string | null
    readonly happened: {
      readonly day: string
      readonly actor: string | null
      readonly occurrences: number
    } | null
  }[]
}

/** `would open 14, resolve 3` */
export const describeWould = ({ judged, would }: BacktestView): string => {
  if (judged.reason !== null) return `not evaluated: ${harmless(judged.reason_detail ?? judged.reason)}`
  const parts = [
    `open ${would.open}`,
    ...(would.reopen > 0 ? [`reopen ${would.reopen}`] : []),
    `resolve ${would.resolve}`,
    ...(would.severity > 0 ? [`change the severity of ${would.severity}`] : []),
  ]
  return `would ${parts.join(', ')}`
}

export function sayBacktest(io: Io, backtest: BacktestView): void {
  const { judged, moves } = backtest
  const all = judged.passed + judged.failed
  io.out(`${describeWould(backtest)}; ${judged.failed} of ${all} fail, ${judged.not_evaluated} not evaluated`)
  if (judged.reason === null && judged.reason_detail !== null) io.out(harmless(judged.reason_detail))
  if (moves.length === 0) return
  const overEvents = moves.some(({ happened }) => happened !== null)
  io.out(
    renderTable(
      io,
      ['Would', 'Kind', 'Asset', 'Name', ...(overEvents ? ['Day', 'Who', 'Times'] : [])].map((title) => ({
        title,
      })),
      moves.map(({ move, asset, happened }) => [
        move,
        asset?.kind ?? '',
        harmless(asset?.external_id ?? 'gone'),
        harmless(asset?.name ?? ''),
        ...(overEvents
          ? [happened?.day ?? '', harmless(happened?.actor ?? ''), String(happened?.occurrences ?? '')]
          : []),
      ]),
    ),
  )
}

export interface EvaluationView {
  readonly state: 'done' | 'deferred'
  readonly opened: number
  readonly resolved: number
}

export const describeEvaluation = (evaluation: EvaluationView | null): string => {
  if (evaluation === null) return 'nothing judged anew'
  if (evaluation.state === 'deferred')
    return 'judged when the next run that reads what it is about ends: there is too much for now'
  return `opened ${evaluation.opened}, resolved ${evaluation.resolved}`
}
