import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

export interface Video {
  readonly seconds: number
  readonly width: number
  readonly height: number
  /** Of the last frame, in seconds from the beginning. */
  readonly lastFrame: number
  /** Frames that were decoded from beginning to end. */
  readonly frames: number
  readonly hasSound: boolean
}

/** The files of a lab's recordings, by name. */
export const recordingsIn = (home: string): string[] => {
  try {
    return readdirSync(join(home, 'recordings')).sort()
  } catch {
    return [] // none has been begun
  }
}

/** Opens a video of a lab in a page of its own, seeks to its end, and plays it through. */
export async function openVideo(page: Page, home: string, file: string): Promise<Video> {
  const body = readFileSync(join(home, 'recordings', file))
  const tab = await page.context().newPage()
  await tab.route('http://video.test/**', (route) =>
    route.request().url().endsWith('.webm')
      ? route.fulfill({ body, contentType: 'video/webm' })
      : route.fulfill({ body: '<video muted></video>', contentType: 'text/html' }),
  )
  await tab.goto('http://video.test/')
  const video = await tab.evaluate(async () => {
    const element = document.querySelector('video') as HTMLVideoElement & { captureStream(): MediaStream }
    const happens = (name: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        element.addEventListener(name, resolve, { once: true })
        element.addEventListener('error', () => reject(new Error(element.error?.message)), { once: true })
      })
    const loaded = happens('loadedmetadata')
    element.src = URL.createObjectURL(await (await fetch('/video.webm')).blob())
    await loaded
    const { duration: seconds, videoWidth: width, videoHeight: height } = element
    const hasSound = element.captureStream().getAudioTracks().length > 0
    const seek = async (to: number): Promise<void> => {
      const sought = happens('seeked')
      element.currentTime = to
      await sought
    }
    let lastFrame = 0
    const see = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      lastFrame = mediaTime
      element.requestVideoFrameCallback(see)
    }
    element.requestVideoFrameCallback(see)
    await seek(seconds)
    await seek(0)
    const before = element.getVideoPlaybackQuality().totalVideoFrames
    const ended = happens('ended')
    await element.play()
    await ended
    const frames = element.getVideoPlaybackQuality().totalVideoFrames - before
    return { seconds, width, height, lastFrame, frames, hasSound }
  })
  await tab.close()
  return video
}
