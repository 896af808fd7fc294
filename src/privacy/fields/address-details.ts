export const ADDRESS_DETAILS = ['country', 'city', 'region', 'region_code', 'asn'] as const
