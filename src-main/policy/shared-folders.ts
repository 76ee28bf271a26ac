import { readMachinePolicy } from './policy.ts'

/**
 * Names the policy's folders for all users in an environment, where trainers and data jobs find them; a folder that is
 * named there already stays.
 */
export function nameSharedFolders(env: NodeJS.ProcessEnv, { folders } = readMachinePolicy()): void {
  if (folders.datasets !== null) env['LAB182_DATASETS'] ??= folders.datasets
  if (folders.engines !== null) env['LAB182_ENGINES'] ??= folders.engines
}
