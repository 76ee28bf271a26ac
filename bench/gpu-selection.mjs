/** The question of `npm run bench -- gpu`: its flags, and the variables that stand for them. */

/** What each flag means; its variable is beside it, and the flag counts where both are given. */
const flags = {
  '--only': 'ONLY',
  '--batch': 'BATCH',
  '--size': 'SIZE',
  '--rounds': 'ROUNDS',
  '--steps': 'STEPS',
  '--out': 'OUT',
  '--torch-device': 'TORCH_DEVICE',
}
const switches = { '--cpu': 'CPU', '--no-compile': 'NO_COMPILE', '--profile': 'PROFILE' }

export const gpuUsage = `Flags, or variables: ${[...Object.entries(flags), ...Object.entries(switches)]
  .map(([flag, variable]) => `${flag} (${variable})`)
  .join(', ')}.`

/**
 * What is to be measured. `only`: a part of a title; `batches`: of the ResNets; `pixels`: side of their images;
 * `steps`: of a turn, null if they are to be found by trial; `isProfiled`: by shader, without PyTorch. Throws an Error with one sentence for what it does not
 * understand.
 * @param {readonly string[]} args
 * @param {Record<string, string | undefined>} env
 */
export function readSelection(args, env) {
  const given = { ...env }
  for (let at = 0; at < args.length; at++) {
    const [flag = '', inline] = (args[at] ?? '').split(/=(.*)/s)
    if (flag in switches) given[switches[flag]] = '1'
    else if (flag in flags) {
      const value = inline ?? args[++at]
      if (value === undefined) throw new Error(`The flag ${flag} needs a value.`)
      given[flags[flag]] = value
    } else throw new Error(`The bench "gpu" has no flag "${flag}". ${gpuUsage}`)
  }
  return {
    only: given.ONLY ?? '',
    batches: (given.BATCH || '8,32,64').split(',').map((text) => whole('BATCH', text, 2)),
    pixels: whole('SIZE', given.SIZE || '224', 32),
    rounds: whole('ROUNDS', given.ROUNDS || '5', 1),
    steps: given.STEPS ? whole('STEPS', given.STEPS, 1) : null,
    out: given.OUT || null,
    torchDevice: given.TORCH_DEVICE || 'cuda',
    withCpu: isOn(given.CPU),
    withCompile: !isOn(given.NO_COMPILE),
    isProfiled: isOn(given.PROFILE),
  }
}

const isOn = (text) => text !== undefined && text !== '' && text !== '0'

function whole(name, text, least) {
  const value = Number(text)
  if (/^\s*\d+\s*$/.test(text) && value >= least) return value
  throw new Error(`${name} is "${text}"; use a whole number of at least ${least}.`)
}
