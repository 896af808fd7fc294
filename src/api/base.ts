/** Where version 1 of the API begins. */
export const API_BASE = '/api/v1'
