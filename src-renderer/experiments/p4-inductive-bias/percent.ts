import { thinSpace } from '#text/numbers.ts'

/** A share in percent with four digits whatever they are, so that columns of them line up: "84.00 %", "100.0 %". */
export const percent = (value: number): string => `${value.toPrecision(4)}${thinSpace}%`
