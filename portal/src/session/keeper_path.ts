/** Where vaults ask the keeper. The service worker answers it; a server that is asked has nothing there. */
export const keeperPath = "/session-keeper";
