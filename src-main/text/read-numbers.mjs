// @ts-check
import { readNumber } from './read-number.mjs'

/** @typedef {{ readonly values: readonly number[], readonly problem: null } | { readonly values: null, readonly problem: string }} NumbersRead */

/** Breaks between numbers. Thin and no-break spaces are none: they stand between thousands. */
const breaks = /[ \t\r\n\f\v\u2028\u2029\ufeff]+/
/** "5 × 10⁻²" is one number: the spaces about its sign are none between numbers. */
const spacedPower = / ?([×·⋅]) ?(?=10[\^⁺⁻⁰¹²³⁴-⁹])/g
/** A comma with a digit on both sides. */
const tightComma = /\d,\d/

/**
 * The numbers of one piece of a list without semicolons, separated by spaces and commas.
 * @param {string} text
 * @returns {{ words: readonly string[] } | { problem: string }}
 */
function wordsOf(text) {
  const spaced = text.split(breaks).filter((word) => word !== '' && word !== ',')
  // In "0,05 0,1" spaces separate and the commas may be decimal ones; in "0.1, 0.2" both separate together.
  const isSpaced = spaced.some(
    (word, at) => at > 0 && !word.startsWith(',') && !spaced[at - 1]?.endsWith(','),
  )
  for (const word of spaced) {
    if (!tightComma.test(word)) continue
    const parts = word.split(',').filter((part) => part !== '')
    const isOneComma = parts.length === 2 && !word.includes('.')
    const hasZero =
      parts.some((part) => /^[+\-\u2212\u2010\u2011\u2013]?0(\d|$)/.test(part)) && !word.includes('.')
    const looksDecimal = isOneComma && (isSpaced || hasZero)
    const hasGroups = !word.includes('.') && parts.some((part) => /^0\d/.test(part))
    if (looksDecimal || hasGroups)
      return {
        problem: `“${word}” may be one number with a comma or several numbers; write a point before decimals (${word.replace(',', '.')}) or a space after a comma between numbers.`,
      }
  }
  // "1 000": a group of zeros is the rest of a number more often than a number.
  const rest = spaced.find((word, at) => at > 0 && /^0\d/.test(word))
  if (rest !== undefined)
    return {
      problem: `“${rest}” may be the end of the number before it or a number; write numbers without spaces and without zeros in front.`,
    }
  return { words: spaced.flatMap((word) => word.split(',')).filter((word) => word !== '') }
}

/**
 * The numbers of a list, separated by commas or spaces; where there is a semicolon, by semicolons, and then a comma may
 * stand before decimals. A comma that might be either is refused. `problem` quotes the first word that cannot be read
 * and says what to write. No number at all is a list of none.
 * @param {string} text
 * @returns {NumbersRead}
 */
export function readNumbers(text) {
  const whole = text.trim().replace(spacedPower, '$1')
  const hasOtherMarks = /;/.test(whole)
  /** @type {string[]} */
  const words = []
  for (const piece of hasOtherMarks ? whole.split(/[;\r\n]+/) : [whole]) {
    // Where semicolons separate, a comma may stand before decimals, in a piece that is one number.
    const isOne = hasOtherMarks && readNumber(piece).problem === null
    const found = isOne ? { words: [piece] } : wordsOf(piece)
    if ('problem' in found) return { values: null, problem: found.problem }
    words.push(...found.words)
  }
  /** @type {number[]} */
  const values = []
  for (const word of words) {
    const { value, problem } = readNumber(word)
    if (problem !== null) return { values: null, problem }
    values.push(value)
  }
  return { values, problem: null }
}
