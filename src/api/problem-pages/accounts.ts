import type { ProblemSlug } from '../problems.ts'
import type { Account } from './account.ts'
import { REQUEST_ACCOUNTS } from './accounts-of-requests.ts'
import { THING_ACCOUNTS } from './accounts-of-things.ts'

/** Of each problem, so that one without an account does not compile. */
export const ACCOUNTS: Readonly<Record<ProblemSlug, Account>> = { ...REQUEST_ACCOUNTS, ...THING_ACCOUNTS }
