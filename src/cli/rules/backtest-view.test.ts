import { expect, test } from 'vitest'
import type { BacktestView } from './backtest-view.ts'
import { describeWould } from './backtest-view.ts'

const view = (reason_detail: string | null): BacktestView => ({
  judged: { passed: 0, failed: 0, not_evaluated: 0, reason: 'expression_error', reason_detail },
  would: { open: 0, reopen: 0, resolve: 0, severity: 0 },
  moves: [],
})

test('why nothing was judged is said without what could rewrite the terminal', () => {
  expect(describeWould(view('line 1: no\u001b[2Jthing'))).toBe('not evaluated: line 1: no·[2Jthing')
  expect(describeWould(view(null))).toBe('not evaluated: expression_error')
})
