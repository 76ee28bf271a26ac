import { join } from 'node:path'
import { cifar10Path } from './cifar10.ts'
import { storedHeader, type StoredHeader } from './image-file.ts'

/** CIFAR-10 as it is kept on this machine: the file, and what its first line says of it. */
export interface StoredCifar10 {
  readonly path: string
  readonly header: StoredHeader
}

/**
 * CIFAR-10 of the lab whose data folder is `home`, else that of all users (LAB182_DATASETS names their folder); null
 * where neither has it. Rejects with DatasetError where the file is damaged.
 */
export async function findCifar10(
  home: string,
  shared: string | undefined = process.env['LAB182_DATASETS'],
): Promise<StoredCifar10 | null> {
  const paths = [cifar10Path(home), ...(shared ? [join(shared, 'cifar10', 'images.bin')] : [])]
  for (const path of paths) {
    const header = await storedHeader(path)
    if (header) return { path, header }
  }
  return null
}
