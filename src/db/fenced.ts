/**
 * This attempt's fence is not the checkpoint's any more: a newer slice or attempt has claimed the stream.
 * Nothing of the batch was written. Retryable, since the retry claims with a newer fence.
 */
export class Fenced extends Error {
  override readonly name = 'Fenced'
  constructor(stream: string) {
    super(
      `Another attempt has taken over ${stream}; this one wrote nothing and stops. Nothing needs to be done.`,
    )
  }
}
