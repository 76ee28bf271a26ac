import type { DatasetJob, DatasetsState } from '#contract/datasets.ts'
import { formatNumber } from '#text/numbers.ts'
import { formatMegabytes } from '#text/bytes.ts'

/** Which data set a run with these settings takes, in a sentence or two. */
export function usedText({ auto, cifar10 }: DatasetsState, asked: string): string {
  const name = asked === 'auto' ? auto : asked
  if (name === 'cifar10')
    return cifar10
      ? `In use: ${cifar10.isOfficial ? 'CIFAR-10' : 'files of the form of CIFAR-10'}, ${formatNumber(cifar10.trainImages, 7)} training and ${formatNumber(cifar10.testImages, 7)} test images (${cifar10.source}).${cifar10.isOfficial ? '' : ' They are not the official CIFAR-10: their checksums are not the published ones; every number from them is labelled so.'}`
      : 'CIFAR-10 is selected but not available yet: import or download it, or choose another data set.'
  return 'In use: shapes10, images that the lab draws itself. Synthetic, not CIFAR-10; every number from them is labelled so.'
}

const phases: Readonly<Record<DatasetJob['phase'], string>> = {
  starting: 'Starting',
  receiving: 'Taking over the file',
  downloading: 'Downloading',
  reading: 'Reading and checking',
  storing: 'Storing',
}

/** What an import or download is doing: "Downloading: 12.3 MB of 170.1 MB". */
export function jobText({ phase, done, total }: DatasetJob): string {
  if (total === null || total === 0) return `${phases[phase]} …`
  // A folder is read by files, everything else by bytes.
  const isFiles = phase === 'reading' && total < 100
  const amount = isFiles
    ? `${done} of ${total} files`
    : `${formatMegabytes(done)} of ${formatMegabytes(total)}`
  return `${phases[phase]}: ${amount}`
}
