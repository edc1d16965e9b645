import { rangeError } from "../../check.ts";

/** Where a Redis is. */
export interface RedisAddress {
  /** With the password, where there is one: for the connection alone. */
  readonly url: string;
  /** For people: without user and password. */
  readonly shown: string;
}

/** Reads the address of a Redis. What cannot be read is not shown either: it may hold a password. */
export function redisAddress(action: string, name: string, text: string): RedisAddress {
  const refuse = (got: string) =>
    rangeError(
      action,
      `${name} to be an address such as redis://localhost:6379 or rediss://host:6380/1, with user:password before @ and the host where it asks for them`,
      `${got}, which is not shown since it may hold a password`,
    );
  let url: URL;
  try {
    url = new URL(text);
    decodeURIComponent(url.username + url.password);
  } catch {
    throw refuse("a text that is no address");
  }
  const { protocol, hostname, host, pathname, search, hash } = url;
  const isRedis = protocol === "redis:" || protocol === "rediss:";
  if (!isRedis || hostname === "" || !/^\/?\d*$/.test(pathname) || search !== "" || hash !== "") {
    throw refuse("another address");
  }
  return { url: text, shown: `${protocol}//${host}${pathname}` };
}

/** A text without the users and passwords that addresses of Redis in it hold. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/\b(rediss?:\/\/)[^\s"]*@/g, "$1…@");
}
