// Starts Swagger UI on the service's own OpenAPI document; a token given stays in this page alone.
(function () {
  "use strict";

  window.SwaggerUIBundle({
    url: document.getElementById("swagger").dataset.openapiUrl,
    dom_id: "#swagger",
    deepLinking: true,
    persistAuthorization: false,
    validatorUrl: null,
  });
})();
