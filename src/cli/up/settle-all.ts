/**
 * Like `Promise.all`, and waits for every one even if one fails: what has started must be on the stack before the
 * stack is unwound, or it would be left running.
 */
export async function settleAll<const Works extends readonly Promise<unknown>[]>(
  ...works: Works
): Promise<{ -readonly [Index in keyof Works]: Awaited<Works[Index]> }> {
  const results = await Promise.allSettled(works)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return (await Promise.all(works)) as { -readonly [Index in keyof Works]: Awaited<Works[Index]> }
}
