import { workspaceUserList } from '../compliance/listings.ts'
import { memberOf, memoryList, personalList, thingList } from '../compliance/work-listings.ts'
import { AGENTS, CODEX_ENVIRONMENTS, CODEX_TASKS, PLUGINS, SKILLS } from '../tenant/agents.ts'
import { automationsOf, canvasesOf, libraryFilesOf, recordingsOf } from '../tenant/personal.ts'
import type { World } from '../world.ts'
import type { Lines } from './lines.ts'
import { addChildren, addList } from './lines.ts'
import type { StreamName } from './projections.ts'

/** What people made in the workspace, and what works on their behalf. */
export function workAdders(lines: Lines, world: World, stream: StreamName) {
  /** Truth knows whose a thing is by the list that it stands in. */
  const personal = (of: Parameters<typeof personalList>[2]) => () =>
    addChildren(lines, stream, workspaceUserList(world), (_, id) => {
      const list = personalList(world, memberOf(world, id) ?? 0, of)
      return { ...list, item: (position) => ({ ...list.item(position), listed_under: id }) }
    })
  return {
    'chatgpt.memories': () => addList(lines, stream, memoryList(world)),
    'chatgpt.canvases': personal(canvasesOf),
    'chatgpt.recordings': personal(recordingsOf),
    'chatgpt.automations': personal(automationsOf),
    'chatgpt.library_files': personal(libraryFilesOf),
    'chatgpt.codex_environments': () => addList(lines, stream, thingList(world, CODEX_ENVIRONMENTS)),
    'chatgpt.codex_tasks': () => addList(lines, stream, thingList(world, CODEX_TASKS)),
    'chatgpt.agents': () => addList(lines, stream, thingList(world, AGENTS)),
    'chatgpt.skills': () => addList(lines, stream, thingList(world, SKILLS)),
    'chatgpt.plugins': () => addList(lines, stream, thingList(world, PLUGINS)),
  }
}
