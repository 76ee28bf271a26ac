/** The recording of the window: asked for, counted in, written as it grows, and ended. */
import { RefusedError } from '#contract/client.ts'
import { formatBytes } from '#text/bytes.ts'
import type { LabState } from '../lab/lab.svelte.ts'
import { aboutNothing, aboutWith, type Shown } from './about-recording.ts'
import { capture, CaptureError, type Captured, type CaptureChoice } from './capture.ts'
import { ChunkSender } from './chunk-sender.ts'
import { clockText } from './clock-text.ts'
import { RecordedTime } from './recorded-time.ts'

/** The first that the browser can write; VP8 leaves the processor more time for what is shown than VP9. */
const kinds = ['video/webm;codecs=vp8,opus', 'video/webm;codecs=vp9,opus', 'video/webm']
/** Bits of one frame of video: small text stays sharp. */
const bitsPerFrame = 250_000
/** Milliseconds between two pieces. */
const pieceEvery = 1000
const countFrom = 3
const lookEvery = 250

type Phase = 'idle' | 'asking' | 'counting' | 'recording' | 'paused' | 'ending'
/** What is begun when something is recorded. */
interface Going {
  readonly id: string
  readonly folder: string
  readonly captured: Captured
  readonly recorder: MediaRecorder
  readonly sender: ChunkSender
  readonly time: RecordedTime
}

class ScreenRecording {
  phase = $state<Phase>('idle')
  /** Seconds until it begins. */
  count = $state(0)
  /** Seconds that were recorded. */
  seconds = $state(0)
  /** What came of the last one, for the reader. */
  said = $state<{ readonly text: string; readonly isProblem: boolean } | null>(null)
  isDialogOpen = $state(false)
  /** What is to be shown as soon as it is recorded, with its name. */
  subject = $state.raw<{ readonly title: string; begin(): void } | null>(null)
  hasBegunSubject = $state(false)
  private lab: LabState | null = null
  private going: Going | null = null
  private problem: string | null = null
  private about = aboutNothing
  /** The last mark of each kind, and what it belongs to. */
  private readonly marked = new Map<
    string,
    { readonly of: unknown; readonly at: number; readonly text: string }
  >()

  get isOn(): boolean {
    return this.phase === 'recording' || this.phase === 'paused'
  }

  ask(subject: ScreenRecording['subject'] = null): void {
    this.subject = subject
    this.isDialogOpen = true
  }

  /** Asks the browser, counts down, records. What goes wrong is in `said`. */
  async start(lab: LabState, choice: CaptureChoice): Promise<void> {
    if (this.phase !== 'idle') return
    this.lab = lab
    this.said = null
    this.problem = null
    this.about = aboutNothing
    this.marked.clear()
    this.phase = 'asking'
    let captured: Captured | null = null
    try {
      captured = await capture(choice)
      this.isDialogOpen = false
      if (!(await this.countDown())) return this.over(captured)
      await this.begin(lab, captured, choice)
      this.subject?.begin()
      this.hasBegunSubject = this.subject !== null
    } catch (error) {
      this.isDialogOpen = false
      this.over(captured)
      this.say(error instanceof Error ? error.message : String(error), true)
    }
  }
  /** Before it has begun. */
  cancel(): void {
    if (this.phase === 'counting') this.phase = 'idle'
  }
  pause(): void {
    if (this.phase !== 'recording' || !this.going) return
    this.going.recorder.pause()
    this.going.time.pause(performance.now())
    this.phase = 'paused'
  }
  goOn(): void {
    if (this.phase !== 'paused' || !this.going) return
    this.going.recorder.resume()
    this.going.time.goOn(performance.now())
    this.phase = 'recording'
  }
  /** Ends it; it is kept. */
  stop(): void {
    if (!this.isOn || !this.going) return
    this.going.time.pause(performance.now())
    this.phase = 'ending'
    if (this.going.recorder.state !== 'inactive') this.going.recorder.stop()
  }

  /** What is shown has changed: its file is named after it. */
  follow(shown: Shown): void {
    const about = aboutWith(this.about, shown)
    if (!this.isOn || !this.going || JSON.stringify(about) === JSON.stringify(this.about)) return
    this.about = about
    // What the lab cannot take in, the next piece of the video reports.
    void this.lab?.request('recording.describe', { recording: this.going.id, about }).catch(() => undefined)
  }
  /** A chapter or caption begins; one that belongs to the same thing as the last is only worded anew. */
  mark(kind: 'chapter' | 'caption', text: string, of: unknown): void {
    if (!this.isOn || !this.going) return
    const last = this.marked.get(kind)
    const isSame = last !== undefined && last.of === of
    if (isSame && last.text === text) return
    // A caption of nothing ends one; before the first there is nothing to end.
    if (!last && text === '') return
    const now = Math.round(1000 * this.going.time.at(performance.now())) / 1000
    const at = isSame ? last.at : now
    this.marked.set(kind, { of, at, text })
    const mark = { kind, at, text }
    void this.lab?.request('recording.mark', { recording: this.going.id, mark }).catch(() => undefined)
  }

  private async countDown(): Promise<boolean> {
    this.phase = 'counting'
    for (this.count = countFrom; this.count > 0; this.count--) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      if (this.isCancelled) return false
    }
    return true
  }
  private get isCancelled(): boolean {
    return this.phase === 'idle'
  }

  private async begin(lab: LabState, captured: Captured, choice: CaptureChoice): Promise<void> {
    const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind))
    if (mimeType === undefined)
      throw new CaptureError(
        'This browser records no WebM; use the lab’s own window, or Chromium, Chrome, Edge or Firefox.',
      )
    const { recording: id, folder } = await lab.request('recording.begin', {})
    const videoBitsPerSecond = bitsPerFrame * choice.framesPerSecond
    const recorder = new MediaRecorder(captured.stream, { mimeType, videoBitsPerSecond })
    const time = new RecordedTime()
    const sender = new ChunkSender(lab, id, (sentence) => this.fail(sentence))
    this.going = { id, folder, captured, recorder, sender, time }
    recorder.ondataavailable = ({ data }) => sender.send(data, time.at(performance.now()))
    recorder.onerror = () =>
      this.fail('The recording has ended: the browser cannot encode it. What was recorded is kept.')
    recorder.onstop = () => void this.finish()
    for (const track of captured.stream.getVideoTracks()) track.addEventListener('ended', () => this.stop())
    for (const track of captured.stream.getAudioTracks())
      track.addEventListener('ended', () =>
        this.fail('The recording has ended: the microphone was disconnected. What was recorded is kept.'),
      )
    recorder.start(pieceEvery)
    time.goOn(performance.now())
    this.seconds = 0
    this.phase = 'recording'
    const timer = setInterval(() => {
      if (this.going?.recorder !== recorder) return clearInterval(timer)
      this.seconds = time.at(performance.now())
    }, lookEvery)
  }

  private fail(sentence: string): void {
    this.problem ??= sentence
    this.stop()
  }

  private async finish(): Promise<void> {
    const { going, lab } = this
    if (!going || !lab) return
    // The browser has a button of its own that stops the sharing.
    going.time.pause(performance.now())
    this.phase = 'ending'
    await going.sender.done()
    try {
      const seconds = going.time.at(0)
      const { file, folder, bytes, beside, problem } = await lab.request('recording.finish', {
        recording: going.id,
        seconds,
      })
      const kept = `${file} (${clockText(seconds)}, ${formatBytes(bytes)}) in ${folder}`
      const files =
        beside.length === 0
          ? ''
          : `, with ${beside.map((each) => each.split('.').at(-2)).join(' and ')} beside it`
      if (this.problem !== null) this.say(`${this.problem} It is ${kept}.`, true)
      else this.say(`Recorded: ${kept}${files}.${problem === null ? '' : ` ${problem}`}`, problem !== null)
    } catch (error) {
      const gone = `The recording has ended because the lab has stopped. What was recorded is kept in ${going.folder}.`
      this.say(error instanceof RefusedError ? (this.problem ?? error.message) : gone, true)
    } finally {
      this.over(going.captured)
    }
  }

  private over(captured: Captured | null): void {
    captured?.stop()
    this.going = null
    this.subject = null
    this.hasBegunSubject = false
    this.phase = 'idle'
  }
  private say(text: string, isProblem: boolean): void {
    this.said = { text, isProblem }
  }
}

export const screenRecording = new ScreenRecording()
