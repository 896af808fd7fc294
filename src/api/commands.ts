import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { WithStartWorkflowOperation } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/common'
import type {
  CollectNowInput,
  CollectNowResult,
  Command,
  CommandInput,
  CommandResult,
  EntityTimings,
  IntegrationInput,
  PauseInput,
  RecheckInput,
  ReplaceCredentialsInput,
  RunTicket,
  SetModeInput,
  TestConnectionInput,
} from '../model/core/commands.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import { TASK_QUEUES, workflowIds } from '../model/core/names.ts'
import { isPassing } from './command-problems.ts'
import { Limiter } from './limiter.ts'

/** Of Temporal's ten in flight for one workflow; two are left to other API processes and to `casbah doctor`. */
const UPDATES_IN_FLIGHT = 8
/** Milliseconds within which a command is answered, one way or another. */
const ANSWER_WITHIN_MS = 4_500
/** Milliseconds for a look whether a workflow is there, after the time for an answer is used up. */
const LOOK_WITHIN_MS = 1_000
/** Milliseconds between tries after Temporal refused for now; the deadline bounds how many there are. */
const PASSING_PAUSE_MS = 60

/** Every command but `connect`: its input and what it answers. */
interface Commands {
  collectNow: { input: CollectNowInput; result: CollectNowResult }
  recheck: { input: RecheckInput; result: RunTicket }
  testConnection: { input: TestConnectionInput; result: RunTicket }
  replaceCredentials: { input: ReplaceCredentialsInput; result: CommandResult }
  setMode: { input: SetModeInput; result: CommandResult }
  pause: { input: PauseInput; result: CommandResult }
  resume: { input: CommandInput; result: CommandResult }
  disconnect: { input: CommandInput; result: CommandResult }
}
type PlainCommand = keyof Commands & Command

/**
 * Speaks to the `integration` entity. `connect` starts it if need be; every other command is a plain update,
 * so that a closed entity is "not found" and is not raised from the dead. The update id makes a repeated command
 * one command, as long as its caller derives it from who asked, what for, and the Idempotency-Key.
 */
export class EntityCommands {
  readonly #client: Client
  readonly #timings: EntityTimings
  readonly #limiter = new Limiter(UPDATES_IN_FLIGHT)

  constructor(client: Client, timings: EntityTimings) {
    this.#client = client
    this.#timings = timings
  }

  connect(id: IntegrationId, input: CommandInput, updateId: string): Promise<CommandResult> {
    return this.#answer(id, () =>
      this.#client.workflow.executeUpdateWithStart<IntegrationWorkflow, CommandResult, [CommandInput]>(
        'connect' satisfies Command,
        { args: [input], updateId, startWorkflowOperation: this.#start(id) },
      ),
    )
  }

  send<Name extends PlainCommand>(
    name: Name,
    id: IntegrationId,
    input: Commands[Name]['input'],
    updateId: string,
  ): Promise<Commands[Name]['result']> {
    const handle = this.#client.workflow.getHandle(workflowIds.integration(id))
    return this.#answer(id, () =>
      handle.executeUpdate<Commands[Name]['result'], [Commands[Name]['input']]>(name, {
        args: [input],
        updateId,
      }),
    )
  }

  /** Whether the entity's workflow was started, for the case that its `connect` was not answered; null: nobody can say. */
  async isStarted(id: IntegrationId): Promise<boolean | null> {
    try {
      const handle = this.#client.workflow.getHandle(workflowIds.integration(id))
      await this.#client.withDeadline(Date.now() + LOOK_WITHIN_MS, () => handle.describe())
      return true
    } catch (error) {
      return error instanceof WorkflowNotFoundError ? false : null
    }
  }

  #start(id: IntegrationId): WithStartWorkflowOperation<IntegrationWorkflow> {
    return new WithStartWorkflowOperation<IntegrationWorkflow>('integration', {
      workflowId: workflowIds.integration(id),
      taskQueue: TASK_QUEUES.workflows,
      args: [{ integrationId: id, timings: this.#timings }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    })
  }

  async #answer<Result>(id: IntegrationId, call: () => Promise<Result>): Promise<Result> {
    const deadline = Date.now() + ANSWER_WITHIN_MS
    return this.#limiter.run(id, async () => {
      for (;;) {
        try {
          return await this.#client.withDeadline(deadline, call)
        } catch (error) {
          if (!isPassing(error) || Date.now() + PASSING_PAUSE_MS >= deadline) throw error
          await sleep(PASSING_PAUSE_MS)
        }
      }
    })
  }
}

type IntegrationWorkflow = (input: IntegrationInput) => Promise<void>
