import { afterEach, describe, expect, it, vi } from 'vitest'
import { capture, captureProblem } from './capture.ts'
import { fittedBox } from './fitted-stream.ts'

afterEach(() => vi.unstubAllGlobals())

const track = () => Object.assign(new EventTarget(), { stop: vi.fn() })
const streamOf = (...tracks: ReturnType<typeof track>[]) => ({
  getTracks: () => tracks,
  getVideoTracks: () => tracks,
  getAudioTracks: () => tracks,
})
const refused = (name: string) => Promise.reject(new DOMException('no', name))
function withDevices(devices: Record<string, unknown>): void {
  vi.stubGlobal('navigator', { mediaDevices: devices })
  vi.stubGlobal('MediaRecorder', () => undefined)
  vi.stubGlobal(
    'MediaStream',
    class {
      readonly tracks: unknown
      constructor(tracks: unknown) {
        this.tracks = tracks
      }
    },
  )
}
const choice = { framesPerSecond: 60, size: 'page', hasMicrophone: false } as const

describe('what is captured', () => {
  it('is the page at its own size, at the chosen rate, without sound unless a microphone was chosen', async () => {
    const picture = track()
    const getDisplayMedia = vi.fn(() => Promise.resolve(streamOf(picture)))
    const getUserMedia = vi.fn()
    withDevices({ getDisplayMedia, getUserMedia })
    const captured = await capture(choice)
    expect(getDisplayMedia).toHaveBeenCalledWith(
      expect.objectContaining({
        ...{ audio: false, preferCurrentTab: true },
        video: { frameRate: { ideal: 60, max: 60 } },
      }),
    )
    expect(getUserMedia).not.toHaveBeenCalled()
    captured.stop()
    expect(picture.stop).toHaveBeenCalled()
  })

  it('is let go of where the microphone is refused', async () => {
    const picture = track()
    withDevices({
      getDisplayMedia: () => Promise.resolve(streamOf(picture)),
      getUserMedia: () => refused('NotAllowedError'),
    })
    await expect(capture({ ...choice, hasMicrophone: true })).rejects.toThrow('the microphone was refused')
    expect(picture.stop).toHaveBeenCalled()
  })

  it('is nothing where the picker was cancelled, or the browser cannot', async () => {
    withDevices({ getDisplayMedia: () => refused('NotAllowedError') })
    await expect(capture(choice)).rejects.toThrow('cancelled or refused')
    withDevices({})
    await expect(capture(choice)).rejects.toThrow('This browser cannot record its page')
  })

  it('is refused in a sentence of its own for each reason', () => {
    const sentence = (name: string, what: 'picture' | 'microphone') =>
      captureProblem(new DOMException('busy', name), what).message
    expect(sentence('NotFoundError', 'microphone')).toContain('no microphone')
    expect(sentence('NotReadableError', 'microphone')).toContain('cannot be used (busy)')
    expect(sentence('NotReadableError', 'picture')).toContain('cannot be captured (busy)')
  })
})

it('a picture of another shape stands in the middle, as large as fits', () => {
  const frame = { width: 1920, height: 1080 }
  expect(fittedBox({ width: 1280, height: 720 }, frame)).toEqual({ x: 0, y: 0, ...frame })
  expect(fittedBox({ width: 1000, height: 1000 }, frame)).toEqual({ x: 420, y: 0, width: 1080, height: 1080 })
  expect(fittedBox({ width: 3840, height: 1080 }, frame)).toEqual({ x: 0, y: 270, width: 1920, height: 540 })
})
