import { threeDigits } from './medians.mjs'

/**
 * The launches of shaders that onnxruntime profiled: it names one "node&operator&shader" and gives the shapes of what
 * the shader read and wrote.
 * @param {readonly { cat: string, name: string, dur: number, args: { shapes?: string } }[]} events
 */
export function shaderLaunches(events) {
  return events
    .filter(({ cat }) => cat === 'Api')
    .map(({ name, dur, args }) => {
      const [node = '', ...shader] = name.split('&')
      return { node, shader: shader.join(' '), shapes: (args.shapes ?? '').trim(), milliseconds: dur / 1000 }
    })
}

/** Rows of milliseconds and launches a step by a key, the longest first. */
export function byKey(launches, steps, key, most) {
  const sums = new Map()
  for (const launch of launches) {
    const sum = sums.get(key(launch)) ?? { milliseconds: 0, count: 0 }
    sums.set(key(launch), {
      milliseconds: sum.milliseconds + launch.milliseconds,
      count: sum.count + 1,
    })
  }
  return [...sums]
    .sort(([, a], [, b]) => b.milliseconds - a.milliseconds)
    .slice(0, most)
    .map(([name, { milliseconds, count }]) => [
      threeDigits(milliseconds / steps),
      threeDigits(count / steps),
      name,
    ])
}
