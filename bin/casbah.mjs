#!/usr/bin/env node
// The command line: runs src/cli/main.ts on Node 24.
import { launch } from './launch.mjs'
import { findNode, giveUp } from './setup.mjs'

const node = findNode()
if (node === undefined) giveUp('Node 24 is not here yet. Install the dependencies first: npm ci')
await launch(node, 'src/cli/main.ts', process.argv.slice(2))
