import type { ChaosFault } from '../fault.ts'
import {
  doubleStart,
  halfOpenSocket,
  keyRevoked,
  postgresKill,
  temporalKill,
  workerKill,
  workerTerm,
  workerZombie,
} from './processes.ts'
import { UPSTREAM_FAULTS } from './upstream.ts'

export const FAULTS: readonly ChaosFault[] = [
  workerKill,
  workerZombie,
  workerTerm,
  postgresKill,
  temporalKill,
  halfOpenSocket,
  doubleStart,
  keyRevoked,
  ...UPSTREAM_FAULTS,
]
