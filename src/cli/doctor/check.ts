/** One thing looked at. Broken things say what to do next; skipped ones why they were not looked at. */
export type CheckResult =
  | { readonly state: 'ok'; readonly detail: string }
  | { readonly state: 'broken'; readonly detail: string; readonly next: string }
  | { readonly state: 'skipped'; readonly detail: string }

export type NamedResult = CheckResult & { readonly name: string }

export interface Check {
  readonly name: string
  look(): Promise<CheckResult>
}

export const ok = (detail: string): CheckResult => ({ state: 'ok', detail })
export const broken = (detail: string, next: string): CheckResult => ({ state: 'broken', detail, next })
export const skipped = (detail: string): CheckResult => ({ state: 'skipped', detail })

/** Milliseconds that one look may take: a person waits, and a service that is well answers in a few. */
const LOOK_WITHIN_MS = 15_000

/** A look that fails in a way nobody foresaw is a finding too. */
export async function perform({ name, look }: Check): Promise<NamedResult> {
  const late = Promise.withResolvers<CheckResult>()
  const timer = setTimeout(() => {
    late.resolve(
      broken(
        `no answer within ${LOOK_WITHIN_MS / 1_000} s`,
        'Look at its log, and whether the machine is overloaded.',
      ),
    )
  }, LOOK_WITHIN_MS)
  try {
    return { name, ...(await Promise.race([look(), late.promise])) }
  } catch (error) {
    return { name, ...broken(messageOf(error), 'Mend what this says and run "casbah doctor" again.') }
  } finally {
    clearTimeout(timer)
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
