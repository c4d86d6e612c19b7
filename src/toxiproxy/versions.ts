/** The Toxiproxy version whose API is spoken, and this server's own. */
export const versions = { api: '2.12.0', embedded: '0.1.0' } as const;
