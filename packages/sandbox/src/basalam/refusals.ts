import { sendJson, type Exchange } from '../http-exchange.js'
import type { Problem } from './check-request.js'

/** Refuses what is wrong with a request, in the shape of the service: there are three. */
export function refuseProblems(exchange: Exchange, service: string, problems: readonly Problem[]): void {
  if (service === 'order') {
    const errors = problems.map(({ location, message, type }) => ({
      location: location.join('.'),
      message,
      type,
    }))
    sendJson(exchange, 422, { message: 'درخواست نامعتبر است', errors })
  } else if (service === 'order-processing') {
    const errors = problems.map(({ location, message }) => ({
      code: 422,
      message,
      fields: [location.slice(1).join('.')],
    }))
    sendJson(exchange, 422, { http_status: 422, message: 'Unprocessable entity.', errors })
  } else {
    const detail = problems.map(({ location, message, type }) => ({ loc: location, msg: message, type }))
    sendJson(exchange, 422, { detail })
  }
}

/** Refuses for another reason, in the shape of the service. */
export function refuse(exchange: Exchange, service: string, status: number, message: string): void {
  if (service === 'order-processing') {
    sendJson(exchange, status, {
      http_status: status,
      message,
      errors: [{ code: status, message, fields: [] }],
    })
  } else if (service === 'order') sendJson(exchange, status, { message })
  else sendJson(exchange, status, { detail: message })
}
