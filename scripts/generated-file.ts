import { readFileSync, writeFileSync } from 'node:fs'

/** Writes a file that is made from the code, or with `isCheck` says whether it is as written; false where it is not. */
export function generated(file: string, text: string, isCheck: boolean): boolean {
  const place = new URL(`../${file}`, import.meta.url)
  const isWritten = text === textOf(place)
  if (isWritten) console.log(`${file} is what the code says.`)
  else if (isCheck) console.error(`${file} is older than the code. Write it again: npm run docs`)
  else {
    writeFileSync(place, text)
    console.log(`${file} written.`)
  }
  return isWritten || !isCheck
}

function textOf(place: URL): string | undefined {
  try {
    return readFileSync(place, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
