import type { PartState } from './part.svelte.ts'

/** While the calling component is on the page, the shown run of a part and those beside it stream their samples. */
export function watchShown(part: () => PartState): void {
  $effect(() => part().run?.watch())
  $effect(() => {
    const stops = part().compared.map((other) => other.watch())
    return () => stops.forEach((stop) => stop())
  })
}
