/** The proxy that stands before the shop in production: TLS and HTTP/2 outside, HTTP/1.1 inside.
    node front.mjs <port> <port of the shop> <file with key and certificate> */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createSecureServer } from "node:http2";

const [port, shop, file] = process.argv.slice(2);
const pem = readFileSync(file);
const agent = new Agent({ keepAlive: true });
const OF_THE_LINE = new Set(["connection", "keep-alive", "transfer-encoding"]); // HTTP/2 has no such headers

function answer(asked, reply) {
  const headers = Object.fromEntries(Object.entries(asked.headers).filter(([name]) => !name.startsWith(":")));
  Object.assign(headers, { host: asked.authority, "x-forwarded-proto": "https" });
  const options = { agent, headers, host: "127.0.0.1", port: shop, method: asked.method, path: asked.url };
  const inside = request(options, (got) => {
    reply.writeHead(got.statusCode, Object.fromEntries(Object.entries(got.headers).filter(([name]) => !OF_THE_LINE.has(name))));
    got.pipe(reply);
  });
  inside.on("error", () => reply.stream.destroy());
  asked.pipe(inside);
}

createSecureServer({ key: pem, cert: pem, allowHTTP1: true }, answer).listen(Number(port), "127.0.0.1");
