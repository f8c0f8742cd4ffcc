// openapi-fetch uses Headers and FormData, which a mini-program does not have. The bundler replaces
// both names in the whole package by the exports of this file, which are the platform's classes if it
// has them.

const platform: { Headers?: unknown; FormData?: unknown } =
  typeof globalThis === 'object' ? globalThis : {};

class SmallHeaders {
  private readonly values = new Map<string, string>();

  get(name: string): string | null {
    return this.values.get(name.toLowerCase()) ?? null;
  }

  set(name: string, value: unknown): void {
    this.values.set(name.toLowerCase(), String(value));
  }

  append(name: string, value: unknown): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }

  delete(name: string): void {
    this.values.delete(name.toLowerCase());
  }

  entries(): IterableIterator<[string, string]> {
    return this.values.entries();
  }

  forEach(act: (value: string, name: string) => void): void {
    this.values.forEach(act);
  }
}

const HeadersClass = (platform.Headers ?? SmallHeaders) as typeof Headers;
const FormDataClass = (platform.FormData ?? class {}) as typeof FormData;
export { HeadersClass as Headers, FormDataClass as FormData };
