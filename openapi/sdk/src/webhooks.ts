/** The error for a delivery that the service did not send, or that is too old to be accepted. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/** The headers of a request, in the form that Node, Express or fetch provides. */
export type RequestHeaders =
  | { get(name: string): string | null | undefined }
  | Record<string, string | readonly string[] | undefined>;

/** Functions for receivers of the service's webhooks. */
export const webhooks = {
  /**
   * Verifies the signature of a delivery (Standard Webhooks 1.0.0) and returns its payload. Process
   * each `webhook-id` only once: the service sends a delivery again with the same id.
   *
   * @param body the body exactly as received, not parsed
   * @param headers the headers of the request; the case of their names does not matter
   * @param secret `whsec_…`; during a rotation both the old and the new secret
   * @param tolerance maximum difference, in seconds, between the time stamp and this machine's clock
   * @throws WebhookRefused if a header is missing, no signature is valid, or the time stamp differs
   *     from the clock by more than the tolerance
   * @throws TypeError if a secret is not `whsec_` and base64
   */
  async verify<T = unknown>(
    body: string | Uint8Array,
    headers: RequestHeaders,
    secret: string | readonly string[],
    tolerance = 300,
  ): Promise<T> {
    const id = header(headers, 'webhook-id');
    const timestamp = header(headers, 'webhook-timestamp');
    const signatures = header(headers, 'webhook-signature').split(' ');
    if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > tolerance) {
      throw new WebhookRefused('The time stamp is too old or too new');
    }
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    const signed = new TextEncoder().encode(`${id}.${timestamp}.${text}`);
    for (const one of typeof secret === 'string' ? [secret] : secret) {
      const raw = bytes(one.replace(/^whsec_/, ''));
      if (!raw?.length) throw new TypeError('A webhook secret must be whsec_ followed by base64');
      const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
      for (const signature of signatures) {
        const [version, value = ''] = signature.split(',');
        const mac = version === 'v1' && bytes(value);
        // `verify` compares in constant time.
        if (mac && (await crypto.subtle.verify('HMAC', key, mac, signed))) return JSON.parse(text) as T;
      }
    }
    throw new WebhookRefused('No signature is valid');
  },
};

function header(headers: RequestHeaders, name: string): string {
  const value = typeof headers.get === 'function'
    ? headers.get(name)
    : Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  if (typeof value !== 'string' || !value) throw new WebhookRefused(`The header ${name} is missing`);
  return value;
}

function bytes(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
