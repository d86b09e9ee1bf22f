'use strict';

// The token lives in this closure and nowhere else: no storage, no cookie, no address.
(() => {
  const { documents, tokenEndpoint } = document.body.dataset;
  const form = document.getElementById('who');
  const refusal = document.getElementById('refusal');
  let token = '';

  document.getElementById('client').hidden = tokenEndpoint === '';

  async function tokenOf(id, secret) {
    const answer = await fetch(tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
    });
    const body = await answer.json();
    if (!answer.ok) {
      throw new Error(body.error_description ?? body.detail ?? answer.statusText);
    }
    return body.access_token;
  }

  function addToken(request) {
    // To this gateway only: a document that names another host must not get it.
    if (new URL(request.url, location.href).origin === location.origin) {
      request.headers.Authorization ??= `Bearer ${token}`;
    }
    return request;
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    refusal.textContent = '';
    const { id, secret, token: given } = form.elements;
    try {
      token = given.value.trim() || (await tokenOf(id.value, secret.value));
      const list = JSON.parse(documents);
      const probe = await fetch(list[0].url, { headers: { Authorization: `Bearer ${token}` } });
      if (probe.status === 401) {
        throw new Error('The token is not valid here.');
      }
      SwaggerUIBundle({
        urls: list,
        dom_id: '#documents',
        layout: 'StandaloneLayout',
        presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
        requestInterceptor: addToken,
        validatorUrl: null,
      });
      form.hidden = true;
      form.style.display = 'none';
      form.reset();
    } catch (error) {
      refusal.textContent = error.message;
    }
  });
})();
