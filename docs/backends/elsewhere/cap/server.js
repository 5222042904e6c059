// A page of another origin may ask: CAP by itself lets it in, but not with what it has to send.
const cds = require("@sap/cds");

const ALLOWED = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, POST, PATCH",
  "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match",
};

cds.on("bootstrap", (app) =>
  app.use((request, response, next) => {
    response.set(ALLOWED);
    if (request.method === "OPTIONS") response.sendStatus(204);
    else next();
  }),
);
