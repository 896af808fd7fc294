/** What is wrong with an expression, and where. Both numbers count from 1. */
export interface ExpressionProblem {
  readonly detail: string
  readonly line: number
  readonly column: number
}

export function problemAt(text: string, at: number, detail: string): ExpressionProblem {
  const before = text.slice(0, at).split('\n')
  return { detail, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

export const placeOf = ({ line, column }: Pick<ExpressionProblem, 'line' | 'column'>): string =>
  `line ${line}, column ${column}`
