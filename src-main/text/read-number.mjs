// @ts-check
/**
 * Reads the numbers that people type and paste: one parser for the fields of the page, its lists, pasted data and the
 * terminal. No character is ever dropped: a text is a number as a whole, or it is refused in a sentence that quotes it.
 * In JavaScript, because `npm start` reads its port with it before anything is built.
 */

/** @typedef {{ readonly value: number, readonly problem: null } | { readonly value: null, readonly problem: string }} NumberRead */

/** Between thousands: thin, narrow, no-break and figure spaces, and the plain one. */
const thousandsSpace = '[ \\u00a0\\u2007\\u2009\\u202f]'
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
/** Minus signs: hyphen, true minus, and the dashes that word processors make of a hyphen. */
const signs = '[+\\-\\u2212\\u2010\\u2011\\u2013]'

const digits = `(?:\\d{1,3}(?:${thousandsSpace}\\d{3})+|\\d+)`
const mantissaPattern = new RegExp(`^(${signs})?(${digits}(?:\\.\\d*)?|\\.\\d+)$`)
/** "e-2", "×10⁻²", "× 10^-2", with nothing or a number before it; a bare "10⁻³" is 1 × 10⁻³. */
const letterPower = new RegExp(`^(.*?)[eE](${signs}?\\d+)$`, 's')
const raisedPower = new RegExp(
  `^(?:(.*?)\\s?[×·⋅*]\\s?|(${signs})?)10(?:\\^(${signs}?\\d+)|([⁺⁻]?[${superscripts}]+))$`,
  's',
)

/** @param {string} sign */
const plainSign = (sign) => (sign === '' || sign === '+' ? '' : '-')

/** @param {string} text of raised digits, with or without a raised sign */
const lowered = (text) =>
  text
    .replace('⁻', '-')
    .replace('⁺', '')
    .replace(/[⁰¹²³⁴-⁹]/g, (raised) => String(superscripts.indexOf(raised)))

/**
 * The mantissa and the power of ten of a text; the power is '0' where none is written.
 * @param {string} text
 */
function parted(text) {
  const raised = raisedPower.exec(text)
  if (raised) {
    const [, before, sign = '', plain, high = ''] = raised
    const power = plain === undefined ? lowered(high) : plain
    return { mantissa: before ?? `${sign}1`, power }
  }
  const [, mantissa = text, power = '0'] = letterPower.exec(text) ?? []
  return { mantissa, power }
}

/** Quoted as it was given, long ones cut in the middle. @param {string} text */
const quoted = (text) => (text.length <= 60 ? `“${text}”` : `“${text.slice(0, 40)} … ${text.slice(-15)}”`)

/** @param {string} whole digits */
const withoutZeros = (whole) => whole.replace(/^0+(?=\d)/, '')

/**
 * Why a mantissa with commas or several points is refused, and what to write; null where a comma is a decimal comma or
 * nothing is known about it.
 * @param {string} mantissa
 */
function separatorAdvice(mantissa) {
  const [, sign = '', body = ''] = new RegExp(`^(${signs})?(.*)$`, 's').exec(mantissa) ?? []
  const marks = body.replace(/[^.,]/g, '')
  if (!/^[\d.,]+$/.test(body.replace(new RegExp(thousandsSpace, 'g'), ''))) return null
  const bare = body.replace(new RegExp(thousandsSpace, 'g'), '')
  const minus = plainSign(sign)
  if (marks === ',') {
    const [whole = '', fraction = ''] = bare.split(',')
    if (!(/^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3 && bare === body)) return null
    return `may mean ${minus}${whole}.${fraction} or ${minus}${whole}${fraction}; write the one you mean`
  }
  if (marks.length < 2) return null
  const last = marks.at(-1) ?? ''
  const isOneKind = marks === last.repeat(marks.length)
  const groups = bare.split(/[.,]/)
  const isGrouped = groups.slice(1, isOneKind ? undefined : -1).every((group) => group.length === 3)
  const first = marks[0] ?? ''
  const isMixed = marks === first.repeat(marks.length - 1) + last
  if (!isGrouped || !isMixed || !/^\d{1,3}$/.test(groups[0] ?? ''))
    return 'has too many points and commas; write one point, before the decimals'
  const plain = isOneKind ? groups.join('') : `${groups.slice(0, -1).join('')}.${groups.at(-1)}`
  return `has ${isOneKind ? 'marks' : 'points and commas'} between its digits; write ${minus}${withoutZeros(plain)}`
}

/**
 * The one number that a text is. Reads the hyphen and the true minus, a leading plus, spaces between thousands,
 * "5e-2", "5×10⁻²" and "10⁻³", and a comma before the decimals where it can be nothing else. Everything else is refused:
 * `problem` is a sentence that quotes the text and says what to write, without a name of a field in front.
 * @param {string} text
 * @returns {NumberRead}
 */
export function readNumber(text) {
  const trimmed = text.trim()
  /** @param {string} why @returns {NumberRead} */
  const refuse = (why) => ({ value: null, problem: `${quoted(trimmed)} ${why}.` })
  if (trimmed === '') return { value: null, problem: 'Nothing is there; write a number such as 0.05.' }
  const { mantissa, power } = parted(trimmed)
  const advice = separatorAdvice(mantissa)
  if (advice !== null) return refuse(advice)
  const pointed = mantissa.includes('.') ? mantissa : mantissa.replace(',', '.')
  const [, sign = '', size] = mantissaPattern.exec(pointed) ?? []
  if (size === undefined) return refuse(whyNot(mantissa))
  const [, powerSign = '', powerDigits = ''] = new RegExp(`^(${signs})?(\\d+)$`).exec(power) ?? []
  const plain = size.replace(new RegExp(thousandsSpace, 'g'), '')
  const value = Number(`${plainSign(sign)}${plain}e${plainSign(powerSign)}${powerDigits}`)
  if (!Number.isFinite(value)) return refuse('is too large for a computer’s number; write a smaller one')
  if (value === 0 && /[1-9]/.test(plain))
    return refuse('is too small to be told from zero; write 0 or a larger one')
  return { value: value === 0 ? 0 : value, problem: null }
}

/** Why a text without a separator to blame is no number. @param {string} mantissa */
function whyNot(mantissa) {
  const bare = mantissa.replace(new RegExp(thousandsSpace, 'g'), '')
  if (bare !== mantissa && new RegExp(`^${signs}?[\\d.,]+$`).test(bare))
    return `has a space that does not stand between thousands; write ${bare.replace(',', '.')} if it is one number`
  if (/^[+-]?0[xXbBoO]/.test(mantissa)) return 'is not a decimal number; write one such as 16'
  if (/^[+-]?\d.*[-\u2013]/.test(mantissa))
    return 'is a range or a sum, not one number; write one such as 0.05'
  if (new RegExp(`^${signs}?[\\d.,]+`).test(mantissa))
    return 'is not a number as a whole; write only the number, such as 0.05 or 5e-2'
  return 'is not a number; write one such as 0.05 or 5e-2'
}
