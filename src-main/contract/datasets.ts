import { z } from 'zod'
import { chunkSchema, transferIdSchema } from './chunks.ts'
import { request } from './request.ts'

export const datasetNameSchema = z.enum(['cifar10', 'shapes10'])

/** Only one import or download goes on at a time. */
export const datasetJobSchema = z.strictObject({
  kind: z.enum(['import', 'download']),
  phase: z.enum(['starting', 'receiving', 'downloading', 'reading', 'storing']),
  /** Bytes (or files, where a folder is read); `total` is null where it is not known. */
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
})
export type DatasetJob = z.infer<typeof datasetJobSchema>

/** The data sets of this lab, and what is being done about CIFAR-10. */
export const datasetsSchema = z.strictObject({
  /** The data set that "auto" takes now. */
  auto: datasetNameSchema,
  /** CIFAR-10 as it is kept; null where it has not been imported. */
  cifar10: z
    .strictObject({
      trainImages: z.int().nonnegative(),
      testImages: z.int().nonnegative(),
      sha256: z.string(),
      source: z.string(),
      /** Its files have the checksums that are published for CIFAR-10's. */
      isOfficial: z.boolean(),
      /** Size of the file that holds them. */
      bytes: z.int().nonnegative(),
      /** It belongs to all users of this machine, so nobody removes it here. */
      isShared: z.boolean(),
    })
    .nullable(),
  download: z.strictObject({ address: z.string(), bytes: z.int().positive(), kept: z.int().nonnegative() }),
  job: datasetJobSchema.nullable(),
  /** What went wrong last, one sentence; null when nothing did, another attempt began, or somebody has read it. */
  problem: z.string().nullable(),
  /** What is wrong with the stored file; null where nothing is. */
  damage: z.string().nullable(),
})
export type DatasetsState = z.infer<typeof datasetsSchema>

/** A few images as they are. */
export const datasetPreviewSchema = z.strictObject({
  name: datasetNameSchema,
  /** What must stand beside these images; null where nothing must. */
  note: z.string().nullable(),
  images: z.array(
    z.strictObject({
      label: z.int().min(0).max(9),
      className: z.string(),
      /** Base64 of 3 x 32 x 32 bytes: red plane, green plane, blue plane, each row by row. */
      pixels: z.string().length(4096),
    }),
  ),
})
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>

export const archiveRequests = [
  /** An archive of CIFAR-10 in pieces, in their order; with the last one its import begins. */
  request('archive.send', {
    upload: transferIdSchema,
    /** Name of the file, for the record of the images. */
    file: z.string().trim().min(1).max(200),
    from: z.int().nonnegative(),
    total: z.int().positive(),
    data: chunkSchema,
  }),
] as const
export const archiveReplies = { 'archive.send': z.null() }
