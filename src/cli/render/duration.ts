const SECOND_MS = 1_000
const MINUTE_S = 60
const HOUR_S = 3_600

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`: as precise as a person cares to read. */
export function describeDuration(ms: number): string {
  const seconds = Math.max(0, ms) / SECOND_MS
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < MINUTE_S) return `${whole} s`
  if (whole < HOUR_S) return `${Math.floor(whole / MINUTE_S)} min ${pad(whole % MINUTE_S)} s`
  return `${Math.floor(whole / HOUR_S)} h ${pad(Math.floor((whole % HOUR_S) / MINUTE_S))} min`
}

const pad = (value: number): string => String(value).padStart(2, '0')

/** `20,123`: digits in threes, the same in every locale. */
export const describeCount = (value: number): string => value.toLocaleString('en-US')
