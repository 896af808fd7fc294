import type { Command } from 'commander'
import { addAccessRequest } from './integrations/access-request.ts'
import { addAdd } from './integrations/add.ts'
import { addCollect } from './integrations/collect.ts'
import { addDelete } from './integrations/delete.ts'
import { addGet } from './integrations/get.ts'
import { addList } from './integrations/list.ts'
import { addPause } from './integrations/pause.ts'
import { addPlan } from './integrations/plan.ts'
import { addReplaceCredential } from './integrations/replace-credential.ts'
import { addResume } from './integrations/resume.ts'
import { addSetLogTypes } from './integrations/set-log-types.ts'
import { addSetMode } from './integrations/set-mode.ts'
import { addTest } from './integrations/test.ts'
import type { Io } from './io.ts'

export function addIntegrations(program: Command, io: Io): void {
  const integrations = program
    .command('integrations')
    .summary('connections to OpenAI customers')
    .description('Connections to OpenAI customers. <integration> is a name or an id.')
  for (const add of [
    addList,
    addGet,
    addAdd,
    addTest,
    addPlan,
    addCollect,
    addPause,
    addResume,
    addReplaceCredential,
    addSetMode,
    addSetLogTypes,
    addDelete,
    addAccessRequest,
  ]) {
    add(integrations, io)
  }
}
