/**
 * Commits a batch while the next one is read: Postgres and the reader work at the same time. One commit at a time, in
 * order, since each moves the checkpoint on; a failed one stops the reader at its next batch, with nothing after it
 * committed. So a worker that dies loses the batch that was being committed and what was read of the next.
 */
export class CommitBehind {
  #last: Promise<void> = Promise.resolve()

  /** Starts the commit when the one before has ended, and returns then. */
  async start(commit: () => Promise<void>): Promise<void> {
    await this.#last
    this.#last = commit()
    // Whoever comes next is told; until then it is nobody's, which would end the process.
    this.#last.catch(() => undefined)
  }

  /** Waits for the last commit, and throws what it threw. */
  async settled(): Promise<void> {
    await this.#last
  }
}
