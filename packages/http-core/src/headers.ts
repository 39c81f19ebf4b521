import { ApiError } from './api-error.js'

type HeaderValues = Readonly<Record<string, string>>

/** Headers with lower-case names, later ones first. @throws ApiError `invalid_argument`, naming the header alone */
export function mergeHeaders(
  first: HeaderValues,
  ...later: readonly (HeaderValues | undefined)[]
): HeaderValues {
  let merged = first
  for (const headers of later) if (headers !== undefined) merged = { ...merged, ...cleanHeaders(headers) }
  return merged
}

export function cleanHeaders(headers: HeaderValues): HeaderValues {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      // The platform's own error would quote the value, which may be a secret.
      if (
        !/^[\w!#$%&'*+.^`|~-]+$/.test(name) ||
        typeof value !== 'string' ||
        !/^[\t\x20-\x7E\x80-\xFF]*$/.test(value)
      ) {
        throw new ApiError(
          'invalid_argument',
          `The header ${JSON.stringify(name)} cannot be sent: no line breaks, no letters beyond Latin-1.`,
        )
      }
      return [name.toLowerCase(), value]
    }),
  )
}
