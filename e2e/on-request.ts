/** Whether the specs that take minutes, and repeat what shorter ones and the unit tests hold, are wanted too. */
export const isAllAsked = (process.env['ALL_SPECS'] ?? '') !== ''

export const onRequest = 'It takes minutes; ALL_SPECS=1 npm run e2e runs it.'
