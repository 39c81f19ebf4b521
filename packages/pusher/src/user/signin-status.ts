import type { PusherError } from '../errors.js'

/**
 * Who this client is to the server.
 *
 * - `signed-out`: nobody; never asked, or not connected.
 * - `signing-in`: the application vouches, or the server looks.
 * - `signed-in`: the user of that id, on the connection that is open now.
 * - `refused`: by either; the next connection tries again.
 */
export type SigninStatus =
  | { readonly state: 'signed-out' }
  | { readonly state: 'signing-in' }
  | {
      readonly state: 'signed-in'
      readonly userId: string
      readonly userData: Readonly<Record<string, unknown>>
    }
  | { readonly state: 'refused'; readonly error: PusherError }
