// `npm test`: set-up, then every check and test.
import { launch } from './launch.mjs'
import { ensureSetup } from './setup.mjs'

await launch(ensureSetup(), 'scripts/run-tests.ts', process.argv.slice(2))
