// Starts Swagger UI on the service's own OpenAPI document; a token given stays in this page alone.
(function () {
  "use strict";

  window.SwaggerUIBundle({
    url: document.getElementById("swagger").dataset.openapiUrl,
    dom_id: "#swagger",
    deepLinking: true,
    docExpansion: "none", // a hundred calls: their groups first
    filter: true,
    defaultModelsExpandDepth: 0,
    persistAuthorization: false,
    validatorUrl: null,
  });
})();
