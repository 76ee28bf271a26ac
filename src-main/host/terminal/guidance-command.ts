import { isLocked, lockSentence, locksOfPart, type Policy } from '#contract/policy.ts'
import { stepText } from '#experiments/guidance.ts'
import { findPart } from '#experiments/problems.ts'
import { UsageError } from '#processes/command-line.mjs'
import type { AnswerExtent } from './command.ts'
import { answerText } from './report.ts'
import type { Terminal } from './run-command.ts'

/** Throws the sentence of the policy if it locks what is asked for. */
export function checkPolicy(part: string, extent: AnswerExtent, policy: Policy): void {
  const { references, hints } = locksOfPart(policy, part)
  const [what, lock] =
    extent === 'answer' ? (['Reference answers', references] as const) : (['Hints and steps', hints] as const)
  if (isLocked(lock, Date.now())) throw new Error(policy.problem ?? lockSentence(what, lock))
}

interface Order {
  readonly part: string
  readonly extent: Exclude<AnswerExtent, 'answer'>
  readonly isJson: boolean
}

/** Prints the hint to each thing that a part asks, with the steps if they are asked for; returns the exit code. */
export function guidanceCommand({ part: id, extent, isJson }: Order, terminal: Terminal): number {
  const found = findPart(id)
  if (!found) throw new UsageError(`There is no part "${id}".`)
  const asks = found.part.asks.map(({ id: ask, text, hint, steps }) => ({
    id: ask,
    text,
    hint,
    ...(extent === 'steps' ? { steps: steps.map(stepText) } : {}),
  }))
  const asText = asks.map(({ id: ask, text, hint, steps = [] }) => ({
    id: ask,
    text,
    paragraphs: [`Hint: ${hint}`, ...steps.map((step, index) => `${index + 1}. ${step}`)],
  }))
  terminal.print(isJson ? JSON.stringify({ part: id, asks }) : answerText(asText))
  return 0
}
