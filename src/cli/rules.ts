import type { Command } from 'commander'
import type { Io } from './io.ts'
import { addSetRule } from './rules/set.ts'
import { addShowRules } from './rules/show.ts'

/** `casbah rules` alone shows them; its words change what they go by. */
export function addRules(program: Command, io: Io): void {
  addSetRule(addShowRules(program, io), io)
}
