import type { Command } from 'commander'
import { addVerifyEvidence } from './evidence/verify.ts'
import type { Io } from './io.ts'

export function addEvidence(program: Command, io: Io): void {
  const evidence = program
    .command('evidence')
    .summary('look at an evidence pack')
    .description('Packs are made by "casbah export evidence". What is done here asks no API.')
  addVerifyEvidence(evidence, io)
}
