/** What a script can tell from the exit code alone. Stable: scripts are written against these numbers. */
export const EXIT = {
  ok: 0,
  error: 1,
  /** `findings replay`: judged again, it is not the same (the same number: it did not work out). */
  differs: 1,
  usage: 2,
  /** `findings` and `export findings` with `--fail-on`: a finding of that severity or above stands. */
  findings: 3,
  /** `import cloudflare --fail-on-gap`: the other has what is missing here (the same number, another command). */
  gap: 3,
  /** `up` and `doctor`: a service for one machine cannot be had (the same number, other commands). */
  serviceUnavailable: 3,
  auth: 4,
  rateLimited: 5,
  /** `plan` and `apply` with `--detailed-exitcode`: there is something to change, or something was changed. */
  changes: 6,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
