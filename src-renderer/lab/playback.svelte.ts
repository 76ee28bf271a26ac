/** A run that has ended, played again: a cursor in its time, and the run as it was then. */
import type { PlaySeconds } from '#contract/demo.ts'
import { formatDuration } from '#text/durations.ts'
import { formatNumber } from '#text/numbers.ts'
import { loggedBy, PlayTimes, reachedBy } from './play-times.ts'
import type { RunState } from './run.svelte.ts'
import type { SnapshotView } from './snapshot-tracks.ts'
import { CutTrack, type TrackView } from './track-data.ts'

/** How fast it plays: so many times its own speed, or the whole of it in so many seconds. */
export const paces = [
  { id: 'in-10', label: 'in 10 s', seconds: 10 },
  { id: 'in-30', label: 'in 30 s', seconds: 30 },
  { id: 'in-60', label: 'in 60 s', seconds: 60 },
  ...[0.25, 0.5, 1, 2, 4, 8, 16].map((times) => ({ id: `x${times}`, label: `${times}×`, times })),
] as const satisfies readonly { id: string; label: string; seconds?: number; times?: number }[]
export type PaceId = string

/** The cursor of one run. At its end (1) the run is shown as it is. */
export class Playback {
  position = $state(1)
  isPlaying = $state(false)
  pace = $state<PaceId>('in-10')
  private readonly run: RunState
  private readonly others = new WeakMap<RunState, RunState>()
  /** The run as the views see it while the cursor is before the end. */
  readonly played: RunState
  private readonly times: PlayTimes = $derived.by(() => new PlayTimes(this.run.allTracks()))

  constructor(run: RunState) {
    this.run = run
    this.played = playedRun(run, this)
  }

  /** There is something to play: all of an ended run has arrived, and more than one sample. */
  get isPossible(): boolean {
    return !this.run.isLive && !this.run.isArriving && this.times.samples > 1
  }
  /** The views show the run as it was at the cursor; while a run that is to be played arrives, what has come of it. */
  get isActive(): boolean {
    return this.position < 1 && !this.run.isLive
  }
  /** Steps as the run counted them, at the cursor: the same share of all as its tracks have come to. */
  get stepsShown(): number {
    if (!this.isActive) return this.run.head.stepsDone
    let [shown, all] = [0, 0]
    for (const track of this.run.allTracks()) {
      all += track.steps[track.length - 1] ?? 0
      const length = loggedBy(track, this.time)
      shown += length > 0 ? (track.steps[length - 1] ?? 0) : 0
    }
    return all === 0 ? 0 : Math.floor((this.run.head.stepsDone * shown) / all)
  }
  /** Plays the whole of it from the beginning, in so many seconds, as soon as it is there. */
  playWhole(seconds: PlaySeconds): void {
    this.pace = `in-${seconds}`
    this.position = 0
    this.isPlaying = true
  }
  /** Seconds of training at the cursor. */
  private readonly time: number = $derived.by(() => this.times.timeAt(this.position))
  /** Where the cursor is, in words. */
  get words(): string {
    const { times } = this
    if (times.isInSeconds)
      return `${formatDuration(this.time - times.start)} of ${formatDuration(times.duration)}`
    const shown = this.position >= 1 ? times.samples : times.shownAt(this.position)
    return `${formatNumber(shown, 9)} of ${formatNumber(times.samples, 9)} samples`
  }
  /** Seconds that the whole run takes to play. */
  private get playSeconds(): number {
    const pace = paces.find(({ id }) => id === this.pace) ?? paces[0]
    return 'seconds' in pace ? pace.seconds : this.times.duration / pace.times
  }

  /** Plays from the cursor, or from the beginning where it is at the end; or pauses. */
  toggle(): void {
    if (!this.isPossible) return
    if (!this.isPlaying && this.position >= 1) this.position = 0
    this.isPlaying = !this.isPlaying
  }
  /** Moves the cursor; playing stops there. */
  seek(position: number): void {
    this.isPlaying = false
    this.position = Math.min(1, Math.max(0, position))
  }
  /** Moves on by so many seconds of the clock on the wall. */
  advance(seconds: number): void {
    if (this.run.isArriving) return
    const { playSeconds } = this
    const next = this.isPossible && playSeconds > 0 ? this.position + seconds / playSeconds : 1
    this.position = Math.min(1, next)
    if (next >= 1) this.isPlaying = false
  }

  /**
   * Another run as far as this one has come: each track to the step of this run's track of that name; one that this run
   * does not have, to the same share of it.
   */
  beside(other: RunState): RunState {
    const known = this.others.get(other)
    if (known) return known
    const cut = (name: string): TrackView | null => {
      const [track, whole] = [other.track(name), this.run.track(name)]
      const shown = this.cut(whole)
      if (!track || (shown && shown.length === whole?.length)) return track
      const length =
        shown === null
          ? Math.ceil(this.position * track.length)
          : shown.length === 0
            ? 0
            : reachedBy(track, shown.steps[shown.length - 1] ?? 0)
      return length === track.length ? track : new CutTrack(track, length)
    }
    const made = overlaid(other, { track: cut })
    this.others.set(other, made)
    return made
  }

  cut(track: TrackView | null): TrackView | null {
    if (!track) return null
    const length = loggedBy(track, this.time)
    return length === track.length ? track : new CutTrack(track, length)
  }
  /**
   * Of snapshots no time is known: each comes with the step of its track. In a track without samples, those of step 0
   * are there from the start (the data), the others at the end.
   */
  cutSnapshots(track: string, snapshots: readonly SnapshotView[]): readonly SnapshotView[] {
    const whole = this.run.track(track)
    const shown = this.cut(whole)
    const last = whole && shown && whole.length > 0 ? (shown.steps[shown.length - 1] ?? -Infinity) : 0
    return snapshots.filter(({ step }) => step <= last)
  }
}

/**
 * A run as it was at the cursor: under way, its tracks and snapshots cut. When a value was measured is not on record,
 * so none is there before the end. Everything else is the run's own.
 */
function playedRun(run: RunState, playback: Playback): RunState {
  const snapshots = (track: string, name: string): readonly SnapshotView[] =>
    playback.cutSnapshots(track, run.snapshots(track, name))
  const played = {
    track: (name: string) => playback.cut(run.track(name)),
    allTracks: () => run.allTracks().map((track) => playback.cut(track) ?? track),
    snapshots,
    latestSnapshot: (track: string, name: string) => snapshots(track, name).at(-1) ?? null,
    values: {},
    isLive: true,
    isPlayedAgain: true,
    secondsLeft: null,
    get head() {
      return { ...run.head, status: 'running' as const, headlines: {} }
    },
  }
  return overlaid(run, played)
}

/** An object with some members in the place of its own. */
export function overlaid<T extends object>(target: T, members: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(target, {
    get(own, key) {
      if (Object.hasOwn(members, key)) return Reflect.get(members, key) as unknown
      const value = Reflect.get(own, key, own) as unknown
      // A method reads private state, which only the object itself has.
      return typeof value === 'function' ? (value as () => unknown).bind(own) : value
    },
    set: (own, key, value) => Reflect.set(own, key, value, own),
  })
}
