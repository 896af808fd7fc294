import { defineSignal, defineUpdate } from '@temporalio/workflow'
import type {
  CollectNowInput,
  CollectNowResult,
  CommandInput,
  CommandResult,
  CredentialRejectedSignal,
  CredentialsReplacedSignal,
  PauseInput,
  RecheckInput,
  ReplaceCredentialsInput,
  RunEndedSignal,
  RunReadSignal,
  RunTicket,
  SetModeInput,
  TestConnectionInput,
  TickSignal,
} from '../model/core/commands.ts'

export const connectUpdate = defineUpdate<CommandResult, [CommandInput]>('connect')
export const collectNowUpdate = defineUpdate<CollectNowResult, [CollectNowInput]>('collectNow')
export const recheckUpdate = defineUpdate<RunTicket, [RecheckInput]>('recheck')
export const testConnectionUpdate = defineUpdate<RunTicket, [TestConnectionInput]>('testConnection')
export const replaceCredentialsUpdate = defineUpdate<CommandResult, [ReplaceCredentialsInput]>(
  'replaceCredentials',
)
export const setModeUpdate = defineUpdate<CommandResult, [SetModeInput]>('setMode')
export const pauseUpdate = defineUpdate<CommandResult, [PauseInput]>('pause')
export const resumeUpdate = defineUpdate<CommandResult, [CommandInput]>('resume')
export const disconnectUpdate = defineUpdate<CommandResult, [CommandInput]>('disconnect')

export const runReadSignal = defineSignal<[RunReadSignal]>('runRead')
export const runEndedSignal = defineSignal<[RunEndedSignal]>('runEnded')
export const tickSignal = defineSignal<[TickSignal]>('tick')
export const credentialRejectedSignal = defineSignal<[CredentialRejectedSignal]>('credentialRejected')
export const credentialsReplacedSignal = defineSignal<[CredentialsReplacedSignal]>('credentialsReplaced')
