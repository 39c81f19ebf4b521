import { KickError } from '../kick-error.js'
import type { PendingLogin } from './login.js'

/**
 * The code in the address that Kick sent a user back to. The state is looked at first: anybody can call the address.
 *
 * @throws KickError `invalid_argument` for an address of another sign-in, or of none; `refused` where the user said no
 */
export function readCallback(address: string | URL, { state, codeVerifier }: PendingLogin): string {
  const url = URL.parse(String(address), 'http://localhost')
  const read = (name: string): string => url?.searchParams.get(name) ?? ''
  // The address itself is left out: it may hold the code.
  if (state === '' || read('state') !== state) {
    throw new KickError(
      'invalid_argument',
      'The address does not belong to this sign-in: its state is another.',
    )
  }
  const error = read('error')
  if (error !== '') {
    // Whoever wrote the address may have put into it what nobody is to see.
    const words = [state, codeVerifier, read('code')]
      .filter((secret) => secret.length > 3)
      .reduce((text, secret) => text.replaceAll(secret, '[redacted]'), read('error_description') || error)
      .slice(0, 200)
    throw new KickError('refused', `The sign-in was refused: ${words}`, { serverMessage: words })
  }
  const code = read('code')
  if (code === '') throw new KickError('invalid_argument', 'The address holds no code.')
  return code
}
