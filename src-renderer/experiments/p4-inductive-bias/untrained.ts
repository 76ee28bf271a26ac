import { whyNothing } from '../../form/absence.ts'

/** Why a network has nothing to show, by the run that should have trained it. */
export const whyUntrained = (run: { readonly isLive: boolean } | null): string =>
  whyNothing(run, { pending: 'not trained yet', before: 'not trained yet' })
