import { enableCompileCache } from 'node:module'
import { COMPILE_CACHE } from './place.ts'

/**
 * Node takes the types out of our TypeScript and compiles it anew in each process, which is most of what a short command
 * takes. It keeps both here, by what stands in each file, so that a file that was changed is compiled again. Where the
 * folder cannot be written, everything is as without it. All else is loaded afterwards, to come from there.
 */
enableCompileCache(COMPILE_CACHE)
const { runProcess } = await import('./run-main.ts')
await runProcess(process.argv)
