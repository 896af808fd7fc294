import type { Command } from 'commander'
import { Argument } from 'commander'
import { placesOf } from './completion/places.ts'
import type { Shell } from './completion/scripts.ts'
import { completionScript, SHELLS } from './completion/scripts.ts'
import type { Io } from './io.ts'

export function addCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .summary('make Tab know the commands, their options and what these may be')
    .description(
      'Prints a script for your shell, which completes "casbah". It is made of this version; take it anew after an update.\n' +
        '  bash  casbah completion bash >> ~/.bashrc\n' +
        '  zsh   casbah completion zsh > ~/.zfunc/_casbah    (a folder of fpath)\n' +
        '  fish  casbah completion fish > ~/.config/fish/completions/casbah.fish',
    )
    .addArgument(new Argument('<shell>', 'which').choices([...SHELLS]))
    .action((shell: Shell) => io.out(completionScript(shell, placesOf(program))))
}
