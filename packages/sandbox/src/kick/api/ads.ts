import { isUuid } from '../uuid.js'
import { badRequest, ok, refuse, type ApiRoute } from './route.js'
import { toSecondTime } from './times.js'
import { accountOf } from './world.js'

const limits = { max: 3, period_seconds: 3600 }

export const adRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/public/v1/ads/ad-break',
    token: 'user',
    scopes: ['ads:write'],
    answer(call) {
      const { id, break_duration_seconds: seconds } = call.body
      const desk = accountOf(call)?.own.desk
      const isSound =
        isUuid(id) && Number.isInteger(seconds) && Number(seconds) >= 7 && Number(seconds) <= 300
      if (!isSound || desk === undefined) return badRequest()
      if (!desk.isEnrolledInAds) return refuse(403, 'Forbidden', 'The channel is not enrolled')
      if (desk.adBreaks.length >= limits.max) return refuse(429, 'Too many ad breaks')
      desk.adBreaks.push({
        id,
        status: 'inserted',
        break_duration_seconds: Number(seconds),
        created_at: toSecondTime(call.world.now()),
        source: 'public_api',
      })
      const remaining = limits.max - desk.adBreaks.length
      return { status: 202, data: { id, remaining_ad_breaks: remaining }, message: 'Accepted' }
    },
  },
  {
    method: 'GET',
    path: '/public/v1/ads/ad-break-status',
    token: 'user',
    scopes: ['ads:read', 'ads:write'],
    answer(call) {
      const desk = accountOf(call)?.own.desk
      if (desk === undefined) return badRequest()
      return ok({
        opted_in: desk.isEnrolledInAds,
        ads_blocked: false,
        remaining_ad_breaks: limits.max - desk.adBreaks.length,
        ad_breaks: desk.adBreaks,
        limits,
      })
    },
  },
  {
    method: 'POST',
    path: '/public/v1/ads/enroll',
    token: 'user',
    scopes: ['ads:write'],
    answer(call) {
      const desk = accountOf(call)?.own.desk
      if (desk === undefined) return badRequest()
      desk.isEnrolledInAds = true
      return ok({})
    },
  },
]
