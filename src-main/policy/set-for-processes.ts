import { readMachinePolicy } from './policy.ts'

/**
 * Names what the policy sets for all users in an environment, where trainers and data jobs find it: folders of data sets
 * and engines, and the default engine. What is named there already stays.
 */
export function setForProcesses(env: NodeJS.ProcessEnv, { folders, engine } = readMachinePolicy()): void {
  if (engine !== null) env['LAB182_ENGINE'] ??= engine
  if (folders.datasets !== null) env['LAB182_DATASETS'] ??= folders.datasets
  if (folders.engines !== null) env['LAB182_ENGINES'] ??= folders.engines
}
