/** A label that would like to stand at `y`. */
export interface WantedLabel {
  readonly y: number
}

/**
 * Where labels of `height` pixels stand so that none overlaps another and all lie within top..bottom, each as
 * near to its wanted y as that allows. Same order as given. When they cannot all fit they are spread evenly.
 */
export function spreadLabels(
  labels: readonly WantedLabel[],
  height: number,
  top: number,
  bottom: number,
): number[] {
  const first = top + height / 2
  const last = bottom - height / 2
  const order = labels.map((_, index) => index).sort((a, b) => (labels[a]?.y ?? 0) - (labels[b]?.y ?? 0))
  const gap = Math.min(height, labels.length > 1 ? Math.max(0, last - first) / (labels.length - 1) : height)
  // Pool neighbours that would overlap into groups, each centred on the mean of what its members want.
  const groups: { members: number[]; center: number }[] = []
  const extentOf = (members: number[]) => ((members.length - 1) * gap) / 2
  const settle = (members: number[]) => {
    const mean =
      members.reduce((sum, index, place) => {
        const offset = (place - (members.length - 1) / 2) * gap
        return sum + (labels[index]?.y ?? 0) - offset
      }, 0) / members.length
    const half = extentOf(members)
    return Math.min(last - half, Math.max(first + half, mean))
  }
  for (const index of order) {
    let group = { members: [index], center: settle([index]) }
    for (;;) {
      const before = groups.at(-1)
      if (!before) break
      const room = group.center - extentOf(group.members) - (before.center + extentOf(before.members))
      if (room >= gap - 1e-9) break
      groups.pop()
      const members = [...before.members, ...group.members]
      group = { members, center: settle(members) }
    }
    groups.push(group)
  }
  const places = new Array<number>(labels.length).fill(0)
  for (const { members, center } of groups)
    members.forEach((index, place) => {
      places[index] = center - extentOf(members) + place * gap
    })
  return places
}
