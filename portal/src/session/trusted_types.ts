// With the Content-Security-Policy's `require-trusted-types-for 'script'`, no text becomes markup or script anywhere in
// the page; what is left are the addresses of our own two workers. https://www.w3.org/TR/trusted-types/
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): unknown;
}

export function allowOwnWorkersOnly(): void {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", {
    createScriptURL(address) {
      const { origin, pathname } = new URL(address, location.href);
      const isOwn = /^\/(session-keeper\.js|assets\/vault\.worker-[\w-]+\.js)$/.test(pathname);
      if (origin === location.origin && isOwn) return address;
      throw new TypeError(`${address} is no script of the portal`);
    },
  });
}
