import { ok, type ApiRoute } from './route.js'

export const publicKeyRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/public/v1/public-key',
    token: 'none',
    answer: async ({ world }) => ok({ public_key: await world.keys.publicKey() }),
  },
]
