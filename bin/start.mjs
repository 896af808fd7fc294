// `npm start`: set-up, then `casbah up` with whatever was asked.
import { launch } from './launch.mjs'
import { ensureSetup } from './setup.mjs'

await launch(ensureSetup(), 'src/cli/main.ts', ['up', ...process.argv.slice(2)])
