import { ApplicationFailure, setHandler } from '@temporalio/workflow'
import type {
  CollectNowInput,
  Command,
  CommandInput,
  CommandResult,
  PauseInput,
  RecheckInput,
  ReplaceCredentialsInput,
  RunTicket,
  SetModeInput,
  TestConnectionInput,
} from '../model/core/commands.ts'
import type { RunId } from '../model/core/ids.ts'
import { asRunNo } from '../model/core/ids.ts'
import { collectNow, recheckIsFull, refusal, requestTest } from './entity-commands.ts'
import { credentialRejected, tick } from './entity-events.ts'
import { phaseOf } from './entity-phase.ts'
import { requestRecheck, runEnded, runRead } from './entity-runs.ts'
import type { EntityState, TestReason } from './entity-state.ts'
import { freshRunId } from './fresh-run-id.ts'
import type { Entity } from './integration.ts'
import {
  collectNowUpdate,
  connectUpdate,
  credentialRejectedSignal,
  disconnectUpdate,
  pauseUpdate,
  recheckUpdate,
  replaceCredentialsUpdate,
  resumeUpdate,
  runEndedSignal,
  runReadSignal,
  setModeUpdate,
  testConnectionUpdate,
  tickSignal,
} from './messages.ts'

/** Declared before the first await, so that nothing that arrives early is lost. None of them waits for anything. */
export function installHandlers(entity: Entity): void {
  const guard = <Input extends CommandInput>(command: Command) => ({
    validator: (_input: Input) => refuse(entity.state, command),
  })
  const change = (next: EntityState): CommandResult => {
    entity.updates += 1
    entity.state = next
    return { phase: phaseOf(next) }
  }
  const test = (reason: TestReason, input: CommandInput, runId: RunId) =>
    change(requestTest(entity.state, reason, input.actor, runId))

  setHandler(connectUpdate, (input) => test('connect', input, freshRunId()), guard<CommandInput>('connect'))
  setHandler(
    testConnectionUpdate,
    (input): RunTicket => {
      const runNo = asRunNo(entity.state.nextRunNo)
      test('asked', input, input.runId)
      return { runId: input.runId, runNo, kind: 'connection_test', joined: false }
    },
    guard<TestConnectionInput>('testConnection'),
  )
  setHandler(
    replaceCredentialsUpdate,
    (input) => test('credentials', input, freshRunId()),
    guard<ReplaceCredentialsInput>('replaceCredentials'),
  )
  setHandler(
    collectNowUpdate,
    (input) => {
      const { state, result } = collectNow(entity.state, input)
      change(state)
      return result
    },
    guard<CollectNowInput>('collectNow'),
  )
  setHandler(
    recheckUpdate,
    (input) => {
      const { state, ticket } = requestRecheck(entity.state, input)
      change(state)
      return ticket
    },
    {
      validator: ({ findingId }: RecheckInput) => {
        refuse(entity.state, 'recheck')
        refuseWith(recheckIsFull(entity.state, findingId))
      },
    },
  )
  setHandler(
    setModeUpdate,
    ({ mode }) => change({ ...entity.state, modeWanted: mode }),
    guard<SetModeInput>('setMode'),
  )
  setHandler(
    pauseUpdate,
    ({ note }) => change({ ...entity.state, pausedNote: note }),
    guard<PauseInput>('pause'),
  )
  setHandler(resumeUpdate, () => change({ ...entity.state, pausedNote: null }), guard<CommandInput>('resume'))
  setHandler(
    disconnectUpdate,
    () => change({ ...entity.state, closing: true }),
    guard<CommandInput>('disconnect'),
  )
  installSignals(entity)
}

function installSignals(entity: Entity): void {
  setHandler(runReadSignal, ({ lane, runNo }) => {
    entity.state = runRead(entity.state, lane, runNo)
  })
  setHandler(runEndedSignal, ({ lane, runNo }) => {
    entity.state = runEnded(entity.state, lane, runNo)
  })
  setHandler(tickSignal, (signal) => {
    entity.state = tick(entity.state, signal)
  })
  setHandler(credentialRejectedSignal, (signal) => {
    entity.state = credentialRejected(entity.state, signal)
  })
}

const refuse = (state: EntityState, command: Command): void => refuseWith(refusal(state, command))

function refuseWith(reason: string | null): void {
  if (reason !== null) {
    throw ApplicationFailure.create({ message: reason, type: 'CommandRefused', nonRetryable: true })
  }
}
