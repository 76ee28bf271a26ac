/** A module hook that maps "electron" to the stub beside this file. */
const stub = new URL('./electron.mjs', import.meta.url).href

export async function resolve(specifier, context, next) {
  return specifier === 'electron' ? { url: stub, shortCircuit: true } : next(specifier, context)
}
