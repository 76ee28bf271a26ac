import { lockSentence, type Lock, type Policy } from '#contract/policy.ts'
import { formatMegabytes } from '#text/bytes.ts'
import { counted } from '#text/words.ts'

const locked = (what: string, lock: Lock | undefined): readonly string[] =>
  lock === undefined || lock === 'open' ? [] : [lockSentence(what, lock)]

/** What the policy sets, a sentence each; nothing where it leaves everything open. */
export function policyWords({ quota, seed, parts, ...policy }: Policy): readonly string[] {
  return [
    ...(policy.problem === null ? [] : [policy.problem]),
    ...locked('Reference answers', policy.references),
    ...locked('Hints and steps', policy.hints),
    ...Object.entries(parts).flatMap(([part, { references, hints }]) => [
      ...(references === 'open' && policy.references !== 'open'
        ? [`Reference answers of part ${part} are open.`]
        : locked(`Reference answers of part ${part}`, references)),
      ...(hints === 'open' && policy.hints !== 'open'
        ? [`Hints and steps of part ${part} are open.`]
        : locked(`Hints and steps of part ${part}`, hints)),
    ]),
    ...(seed === null ? [] : [`Every form starts with seed ${seed}.`]),
    ...(quota.runs === null ? [] : [`This data folder may hold ${counted(quota.runs, 'run')}.`]),
    ...(quota.bytes === null ? [] : [`Its runs may take ${formatMegabytes(quota.bytes, 0)}.`]),
    ...(policy.isDownloadAllowed ? [] : ['Downloads are switched off.']),
    ...(policy.hasShortcuts ? [] : ['Single-key shortcuts are switched off.']),
  ]
}
