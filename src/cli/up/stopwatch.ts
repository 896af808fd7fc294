/** Milliseconds of each part of a start, for the report. */
export interface Stopwatch {
  /** Ends a lap; its milliseconds are kept under this name. */
  lap(name: string): void
  laps(): Readonly<Record<string, number>>
}

export function stopwatch(): Stopwatch {
  const began = performance.now()
  const laps: Record<string, number> = {}
  let last = began
  return {
    lap(name) {
      const now = performance.now()
      laps[name] = Math.round(now - last)
      last = now
    },
    laps: () => ({ ...laps, total: Math.round(performance.now() - began) }),
  }
}
