/** Files that cross the line in pieces, each in a message of its own. */
import { z } from 'zod'

/** Bytes of a file that one message carries, before base64. */
export const chunkBytes = 36 * 1024
export const chunkSchema = z.base64().max(4 * Math.ceil(chunkBytes / 3))
/** What the pieces of one file have in common. */
export const transferIdSchema = z.string().regex(/^[a-z0-9-]{1,64}$/)
