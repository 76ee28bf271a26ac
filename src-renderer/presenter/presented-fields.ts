import type { NamedField, Params } from '#contract/fields.ts'

/** Fields that have room beside a view. */
const most = 4

/**
 * The few fields of a form that an audience can follow, in the order of the form: those that are not as the form opens,
 * then those that a slider moves, then the others.
 */
export function presentedFields(
  fields: readonly NamedField[],
  params: Params,
  defaults: Params,
): readonly NamedField[] {
  const shown = fields.filter(({ isHidden }) => isHidden !== true)
  const isChanged = ({ name }: NamedField): boolean => String(params[name]) !== String(defaults[name])
  const hasSlider = (field: NamedField): boolean => field.kind === 'number' && field.scale !== undefined
  const rank = (field: NamedField): number => (isChanged(field) ? 0 : hasSlider(field) ? 1 : 2)
  const chosen = [...shown].sort((a, b) => rank(a) - rank(b)).slice(0, most)
  return shown.filter((field) => chosen.includes(field))
}
