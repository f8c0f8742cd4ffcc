/** The service did not send this, or not now. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/** What may hold the headers of a request: Node, express and fetch each have another. */
export type RequestHeaders =
  | { get(name: string): string | null | undefined }
  | Record<string, string | readonly string[] | undefined>;

/** Webhooks of the service. */
export const webhooks = {
  /**
   * Verifies a delivery (Standard Webhooks 1.0.0) and returns its payload. Act on each `webhook-id`
   * once: a repeat has the same.
   *
   * @param body the body exactly as received, not parsed
   * @param headers of the request, in any case
   * @param secret `whsec_…`; both the old and the new one while a secret is rotated
   * @param tolerance seconds by which the time stamp may differ from this clock
   * @throws WebhookRefused if no signature fits, or the time stamp is too old or too new
   * @throws TypeError if a secret is none
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
      if (!raw?.length) throw new TypeError('A secret is whsec_ and base64');
      const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
      for (const signature of signatures) {
        const [version, value = ''] = signature.split(',');
        const mac = version === 'v1' && bytes(value);
        // `verify` compares in constant time.
        if (mac && (await crypto.subtle.verify('HMAC', key, mac, signed))) return JSON.parse(text) as T;
      }
    }
    throw new WebhookRefused('No signature fits');
  },
};

function header(headers: RequestHeaders, name: string): string {
  const value = typeof headers.get === 'function'
    ? headers.get(name)
    : Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  if (typeof value !== 'string' || !value) throw new WebhookRefused(`No header ${name}`);
  return value;
}

function bytes(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
