/** What the entry asked of Electron, in order, as JSON-safe values. */
export const calls = []

const plain = (value) => {
  if (typeof value === 'function') return '[function]'
  return value === undefined
    ? null
    : JSON.parse(JSON.stringify(value, (_key, v) => (typeof v === 'function' ? '[function]' : v)))
}
export const record = (name, ...args) => void calls.push({ name, args: args.map(plain) })

/** An object whose named methods only record that they were called. */
export const recording = (prefix, names, more = {}) =>
  Object.assign(
    Object.fromEntries(names.map((name) => [name, (...args) => record(`${prefix}.${name}`, ...args)])),
    more,
  )
