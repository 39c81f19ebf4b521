/** Replaced by the build with the version of package.json. */
declare const packageVersion: string | undefined

/** The version this client gives in the connection URL. */
export const version: string = typeof packageVersion === 'string' ? packageVersion : '0.0.0'
