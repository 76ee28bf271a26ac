import type { LabState } from '../lab/lab.svelte.ts'
import { untrack } from 'svelte'
import { ActiveTime } from './active-time.ts'
import type { WorksheetState } from './worksheet.svelte.ts'

/**
 * Ties the worksheet to the page, within the calling component: it is opened when the lab is there, saved when the page
 * is hidden or left, and told how long each problem is worked on. `openProblem` is the number of the one that is open.
 */
export function followPage(lab: LabState, worksheet: WorksheetState, openProblem: () => number | null): void {
  $effect(() => {
    if (lab.connection === 'open') untrack(() => void worksheet.connected())
  })
  $effect(() => {
    const save = (): void => worksheet.flush()
    const hide = (): void => {
      if (document.visibilityState === 'hidden') save()
    }
    addEventListener('pagehide', save)
    document.addEventListener('visibilitychange', hide)
    return () => {
      removeEventListener('pagehide', save)
      document.removeEventListener('visibilitychange', hide)
    }
  })
  $effect(() => {
    let problem = untrack(openProblem)
    const time = new ActiveTime({
      now: () => performance.now(),
      isVisible: () => document.visibilityState === 'visible',
      problem: () => problem,
      report: (number, seconds) => void worksheet.addTime(number, seconds),
    })
    const stop = time.start()
    $effect(() => {
      const next = openProblem()
      time.look()
      problem = next
    })
    return stop
  })
}
