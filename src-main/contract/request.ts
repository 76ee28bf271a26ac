import { z } from 'zod'

/** The schema of one kind of request: its id, its type, and what it asks. */
export const request = <Type extends string, Shape extends z.core.$ZodShape>(type: Type, shape: Shape) =>
  z.strictObject({ id: z.int().nonnegative(), type: z.literal(type), ...shape })
