/** The picture of the page, and a microphone where one was chosen, as a stream to be recorded. */
import { fitted } from './fitted-stream.ts'

export interface CaptureChoice {
  readonly framesPerSecond: 30 | 60
  /** "page": as large as the page is. */
  readonly size: 'page' | '1080p'
  readonly hasMicrophone: boolean
}

/** Nothing can be recorded; the message says why, and what to do. */
export class CaptureError extends Error {}

export interface Captured {
  readonly stream: MediaStream
  /** Lets go of picture and microphone. */
  stop(): void
}

/** Words of the browser's picker that TypeScript does not know yet: the page itself is offered first, and stays chosen. */
const ownPage = {
  preferCurrentTab: true,
  selfBrowserSurface: 'include',
  surfaceSwitching: 'exclude',
  systemAudio: 'exclude',
}
const fullHd = { width: 1920, height: 1080 }

/** What the browser said, as one sentence on what to do. */
export function captureProblem(error: unknown, what: 'picture' | 'microphone'): CaptureError {
  const { name, message } = error as DOMException
  if (what === 'microphone') {
    if (name === 'NotAllowedError')
      return new CaptureError(
        'Nothing is recorded: the microphone was refused. Allow it for this page in the browser or system settings, or record without it.',
      )
    if (name === 'NotFoundError')
      return new CaptureError('Nothing is recorded: this machine has no microphone. Record without it.')
    return new CaptureError(
      `Nothing is recorded: the microphone cannot be used (${message}). Record without it.`,
    )
  }
  if (name === 'NotAllowedError' || name === 'AbortError')
    return new CaptureError(
      'Nothing is recorded: the question of the browser or system was cancelled or refused. Start again, and choose this page.',
    )
  return new CaptureError(
    `Nothing is recorded: the window cannot be captured (${message}). Try again, or use another browser.`,
  )
}

/** Asks for the picture and for a chosen microphone. Rejects with CaptureError; then nothing is captured any more. */
export async function capture(choice: CaptureChoice): Promise<Captured> {
  // Its types claim that every browser has it.
  const devices = navigator.mediaDevices as Partial<MediaDevices> | undefined
  if (!devices?.getDisplayMedia || typeof MediaRecorder === 'undefined')
    throw new CaptureError(
      'This browser cannot record its page. Use the lab’s own window, or a current Chromium, Chrome, Edge or Firefox on a computer.',
    )
  const { framesPerSecond, size, hasMicrophone } = choice
  const video = {
    frameRate: { ideal: framesPerSecond, max: framesPerSecond },
    ...(size === '1080p' ? { width: { max: fullHd.width }, height: { max: fullHd.height } } : {}),
  }
  const picture = await navigator.mediaDevices
    .getDisplayMedia({ video, audio: false, ...ownPage } as DisplayMediaStreamOptions)
    .catch((error: unknown) => Promise.reject(captureProblem(error, 'picture')))
  const stops = [() => stopTracks(picture)]
  const stop = (): void => stops.forEach((each) => each())
  try {
    const shown = size === '1080p' ? await fitted(picture, fullHd, framesPerSecond) : null
    if (shown) stops.push(() => shown.stop())
    const tracks = [...(shown?.stream ?? picture).getVideoTracks()]
    if (hasMicrophone) {
      const sound = await navigator.mediaDevices
        .getUserMedia({ audio: true })
        .catch((error: unknown) => Promise.reject(captureProblem(error, 'microphone')))
      stops.push(() => stopTracks(sound))
      tracks.push(...sound.getAudioTracks())
    }
    const [source] = picture.getVideoTracks()
    // "Stop sharing" in the browser's own bar ends what is recorded, too.
    source?.addEventListener('ended', () =>
      shown?.stream.getVideoTracks()[0]?.dispatchEvent(new Event('ended')),
    )
    return { stream: new MediaStream(tracks), stop }
  } catch (error) {
    stop()
    throw error instanceof CaptureError ? error : captureProblem(error, 'picture')
  }
}

const stopTracks = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop())
