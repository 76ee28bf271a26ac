export interface Size {
  readonly width: number
  readonly height: number
}

/** Where a picture of one size stands in a frame of another: as large as fits, in the middle. */
export function fittedBox(picture: Size, frame: Size): Size & { readonly x: number; readonly y: number } {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height)
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)]
  return {
    x: Math.round((frame.width - width) / 2),
    y: Math.round((frame.height - height) / 2),
    width,
    height,
  }
}

/**
 * The same moving picture in frames of exactly this size. A capture is never enlarged by the browser, and has the shape
 * of the page, so each frame is drawn anew.
 */
export async function fitted(
  source: MediaStream,
  frame: Size,
  framesPerSecond: number,
): Promise<{ readonly stream: MediaStream; stop(): void }> {
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = source
  await video.play()
  const canvas = Object.assign(document.createElement('canvas'), frame)
  const context = canvas.getContext('2d', { alpha: false })
  if (!context) throw new Error('this browser draws no pictures')
  const stream = canvas.captureStream(framesPerSecond)
  let isStopped = false
  const draw = (): void => {
    if (isStopped) return
    const box = fittedBox({ width: video.videoWidth, height: video.videoHeight }, frame)
    // A page that changes its shape leaves nothing of the old one at the edges.
    context.fillRect(0, 0, frame.width, frame.height)
    context.drawImage(video, box.x, box.y, box.width, box.height)
    video.requestVideoFrameCallback(draw)
  }
  draw()
  const stop = (): void => {
    isStopped = true
    video.srcObject = null
    stream.getTracks().forEach((track) => track.stop())
  }
  return { stream, stop }
}
