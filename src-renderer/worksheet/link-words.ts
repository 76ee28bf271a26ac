/** What stands beside a linked value: where it comes from, and what to know before it is believed. */
import type { Link, LinkState, Provenance } from '#contract/worksheet.ts'
import { isEdited } from '#worksheet/pure/links.ts'
import { slotOf } from '#experiments/problems.ts'
import type { ValueDeclaration } from '#contract/values.ts'

/** "Run of 1d, seed 183, onnx 1.30.0 on cpu". */
export const provenanceWords = ({ runName, seed, engine, dataNote }: Provenance): string =>
  [`${runName}, seed ${seed}`, engine, dataNote ?? []].flat().join('; ')

/** The short words that stand on a link, most urgent first. */
export function tagsOf(link: Link, words: string, state: LinkState | undefined): readonly string[] {
  if (link.kind === 'picture') return []
  return [
    state?.isRunGone === true
      ? `stale: its run ${state.isRunInTrash ? 'is in the trash' : 'was deleted'}`
      : [],
    link.kind === 'value' && isEdited(words, link) ? `edited; measured: ${link.text}` : [],
    link.from.marks,
  ].flat()
}

/** What a link shows, in few words: "0.4041" or "table: Final losses". */
export const nameOfLink = (link: Link): string =>
  link.kind === 'value' ? `${link.label}: ${link.text}` : `${link.kind}: ${link.label}`

/** How a linked table's value is declared; a plain one where this version does not know it. */
export function declarationOf(link: Extract<Link, { kind: 'table' }>): ValueDeclaration {
  const part = link.value.slice(0, link.value.indexOf('.'))
  const slot = link.from.slot === part ? 'main' : link.from.slot.slice(part.length + 1)
  const declared = slotOf({ part, slot })?.values.find(({ id }) => id === link.value)
  return declared ?? { id: link.value, part, label: link.label, unit: '', sentence: '', kind: 'table' }
}
