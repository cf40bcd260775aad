// SPDX-License-Identifier: EUPL-1.2
// Starts the reference of the API on /docs. A key stays in the memory of the page and travels in Authorization alone.
"use strict";

window.SwaggerUIBundle({
    url: "openapi.json",
    dom_id: "#swagger-ui",
    layout: "BaseLayout",
    presets: [window.SwaggerUIBundle.presets.apis],
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    filter: true,
    persistAuthorization: false,
    queryConfigEnabled: false,
    showExtensions: true,
    syntaxHighlight: { activated: false },
    tryItOutEnabled: true,
    validatorUrl: null,
});
