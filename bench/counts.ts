import { InvalidArgumentError } from 'commander'

export function readCount(text: string): number {
  const count = Number(text)
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError('Give a whole number from 1 on.')
  return count
}
