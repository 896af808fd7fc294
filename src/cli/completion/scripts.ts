import type { Places } from './places.ts'

/**
 * The scripts hold the whole table, so that Tab answers at once: starting Node takes longer than people wait. Bash and zsh
 * share a function of plain shell; each hands it the words so far, and shows what it prints. Where it prints nothing the
 * shell offers files.
 */

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

export function completionScript(shell: Shell, places: Places): string {
  switch (shell) {
    case 'bash':
      return [plainShell(places), BASH].join('\n')
    case 'zsh':
      return ['#compdef casbah', plainShell(places), ZSH].join('\n')
    case 'fish':
      return fish(places)
    default:
      return shell satisfies never
  }
}

const plainShell = ({ words, kinds }: Places): string => `_casbah_words() {
  case $1 in
${[...words].map(([place, some]) => `    '${place}') printf '%s\\n' ${some.join(' ')} ;;`).join('\n')}
  esac
}
_casbah_kind() {
  case $1 in
${[...kinds].map(([place, kind]) => `    '${place}') echo ${kind} ;;`).join('\n')}
  esac
}
_casbah_answer() {
  local current=$1 at=casbah option= many= place=1 kind= word=
  shift
  for word in "$@"; do
    [ "$word" = '=' ] && continue
    kind=$(_casbah_kind "$at $word")
    case $word in
      -*)
        option= many=
        [ "$kind" = one ] && option=$word
        [ "$kind" = many ] && option=$word many=yes
        continue ;;
    esac
    if [ -n "$option" ]; then [ -n "$many" ] || option=; continue; fi
    if [ "$kind" = command ]; then at="$at $word"; else place=$((place + 1)); fi
  done
  case $current in -*) _casbah_words "$at -"; return ;; esac
  if [ -n "$option" ]; then _casbah_words "$at $option"; return; fi
  _casbah_words "$at"
  _casbah_words "$at <$place>"
}`

const BASH = `_casbah() {
  local current=\${COMP_WORDS[COMP_CWORD]}
  [ "$current" = '=' ] && current=
  COMPREPLY=($(compgen -W "$(_casbah_answer "$current" "\${COMP_WORDS[@]:1:COMP_CWORD-1}")" -- "$current"))
}
complete -o default -F _casbah casbah`

const ZSH = `_casbah() {
  local -a answers
  answers=(\${(f)"$(_casbah_answer "\${words[CURRENT]}" "\${(@)words[2,CURRENT-1]}")"})
  if (( \${#answers} )); then compadd -- "\${answers[@]}"; else _files; fi
}
if [ "\${funcstack[1]}" = _casbah ]; then _casbah "$@"; else compdef _casbah casbah; fi`

const fish = ({ words, kinds }: Places): string => `function __casbah_words
    switch "$argv[1]"
${[...words].map(([place, some]) => `        case '${place}'\n            printf '%s\\n' ${some.join(' ')}`).join('\n')}
    end
end
function __casbah_kind
    switch "$argv[1]"
${[...kinds].map(([place, kind]) => `        case '${place}'\n            echo ${kind}`).join('\n')}
    end
end
function __casbah_answer
    set -l at casbah
    set -l option ''
    set -l many ''
    set -l place 1
    for word in (commandline -opc)[2..-1]
        set -l kind (__casbah_kind "$at $word")
        if string match -q -- '-*' $word
            set option ''
            set many ''
            if test "$kind" = one
                set option $word
            else if test "$kind" = many
                set option $word
                set many yes
            end
        else if test -n "$option"
            test -n "$many"; or set option ''
        else if test "$kind" = command
            set at "$at $word"
        else
            set place (math $place + 1)
        end
    end
    if string match -q -- '-*' (commandline -ct)
        __casbah_words "$at -"
    else if test -n "$option"
        __casbah_words "$at $option"
    else
        __casbah_words "$at"
        __casbah_words "$at <$place>"
    end
end
complete -c casbah -f -a '(__casbah_answer)'
complete -c casbah -n 'test (count (__casbah_answer)) -eq 0' -F`
