/** How a person types a command: by npm in the repository, by the program's name where the lab is installed. */

// This layer is typed without a platform, but every module has an address.
const { url } = import.meta as unknown as { readonly url: string }
/** Whether this file lies in the archive of an installed program. */
const isInstalled = url.includes('/app.asar/')

/** "npm run --silent lab -- doctor", "lab182 doctor". */
export const labCommand = (words: string): string =>
  isInstalled ? `lab182 ${words}` : `npm run --silent lab -- ${words}`

/** What fetches TensorFlow's library, and with which words. */
export const installTensorflow = (words = ''): string =>
  isInstalled
    ? `lab182 engine ${words === '--status' ? 'try tensorflow cuda' : 'install archive'}`
    : `npm run engine:tensorflow${words === '' ? '' : ` -- ${words}`}`
