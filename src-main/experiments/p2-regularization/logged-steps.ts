/** Is draw number `count` logged? Every one up to 100, then those with three significant digits, and the last. */
export function isDrawLogged(count: number, draws: number): boolean {
  if (count === draws || count <= 100) return true
  return count % 10 ** (Math.floor(Math.log10(count)) - 2) === 0
}

/** Steps between two logged points of a training, for about 1000 of them. */
export const strideOf = (iterations: number): number => Math.max(1, Math.ceil(iterations / 1000))
