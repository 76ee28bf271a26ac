import { untrack } from 'svelte'
import type { RunHead } from '#contract/run-head.ts'
import type { LabState } from '../lab/lab.svelte.ts'

/** Shows the runs, or plays the demo, of files that are opened from outside of the page, within the calling component. */
export function followOpenedFiles(
  lab: LabState,
  show: (run: RunHead) => void,
  play: (demo: string) => void,
): void {
  const take = (): void =>
    void lab.attempt(async () => {
      const opened = await lab.ask((client) => client.request('replay.arrived', {}))
      const runs = opened.flatMap((file) => ('run' in file ? file.run : []))
      const last = runs.at(-1)
      if (last) show(last)
      const demo = opened.flatMap((file) => ('demo' in file ? file.demo : [])).at(-1)
      if (demo !== undefined) play(demo)
      const problems = opened.flatMap((file) => ('problem' in file ? file.problem : []))
      if (problems.length > 0) throw new Error(problems.join(' '))
    })
  $effect(() => {
    // What was opened before the page was there waits for it.
    if (lab.connection === 'open') untrack(take)
  })
  $effect(() => lab.listen((event) => event.type === 'replay.opened' && take()))
}
