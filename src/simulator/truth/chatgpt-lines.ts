import {
  chatgptProjectConfigList,
  chatgptProjectList,
  chatgptProjectSharedUserList,
  gptConfigList,
  gptList,
  gptNumber,
  gptSharedUserList,
  viewOf,
  workspaceUserList,
} from '../compliance/listings.ts'
import type { Listing } from '../http/pagination.ts'
import type { Item } from '../platform/listings.ts'
import type { World } from '../world.ts'
import type { Lines } from './lines.ts'
import { addChildren, addList } from './lines.ts'
import type { CHATGPT_PROJECTIONS } from './projections/chatgpt.ts'
import { workAdders } from './work-lines.ts'

type ChatgptStream = keyof typeof CHATGPT_PROJECTIONS

/** What exists now of the ChatGPT workspace, by stream. */
export function addChatgptLines(lines: Lines, world: World, stream: ChatgptStream): void {
  const view = viewOf(world, 'id', world.clock.now())
  const inGpts = (children: (g: number) => Listing<Item>) =>
    addChildren(lines, stream, gptList(world, view), (_, id) => children(gptNumber(world, id) ?? 0))
  const inProjects = (children: (p: number) => Listing<Item>) =>
    addChildren(lines, stream, chatgptProjectList(world, view), children)
  const adders: Readonly<Record<ChatgptStream, () => void>> = {
    'chatgpt.users': () => addList(lines, stream, workspaceUserList(world)),
    'chatgpt.gpts': () => addList(lines, stream, gptList(world, view)),
    'chatgpt.gpt_configs': () => inGpts((g) => gptConfigList(world, view, g)),
    'chatgpt.gpt_shared_users': () => inGpts((g) => gptSharedUserList(world, g)),
    'chatgpt.projects': () => addList(lines, stream, chatgptProjectList(world, view)),
    'chatgpt.project_configs': () => inProjects((p) => chatgptProjectConfigList(world, view, p)),
    'chatgpt.project_shared_users': () => inProjects((p) => chatgptProjectSharedUserList(world, p)),
    ...workAdders(lines, world, stream),
  }
  adders[stream]()
}
