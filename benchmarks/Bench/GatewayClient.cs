using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;

namespace Bench;

/// <summary>What the gateway answered.</summary>
/// <param name="TraceId">Of the trace that the gateway began.</param>
internal sealed record GatewayAnswer(JsonElement Body, string TraceId)
{
    public string Text(string member) => Body.GetProperty(member).GetString()!;
}

/// <summary>Somebody who speaks JSON to the gateway; whatever is refused is an error of the benchmark.</summary>
internal sealed class GatewayClient : IDisposable
{
    // No traceparent of ours: the trace begins at the gateway.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    public GatewayClient(Uri gateway, string token)
    {
        _http.BaseAddress = gateway;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<GatewayAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, content: null);

    public Task<GatewayAnswer> PostAsync(string path, object body) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body));

    public Task<GatewayAnswer> PutAsync(string path, object body) =>
        SendAsync(HttpMethod.Put, path, JsonContent.Create(body));

    public Task<GatewayAnswer> PatchAsync(string path, object body) =>
        SendAsync(
            HttpMethod.Patch,
            path,
            JsonContent.Create(body, new MediaTypeHeaderValue("application/merge-patch+json"))
        );

    public void Dispose() => _http.Dispose();

    private async Task<GatewayAnswer> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        using var answer = await _http.SendAsync(request);
        return answer.IsSuccessStatusCode
            ? new(
                await answer.Content.ReadFromJsonAsync<JsonElement>(),
                string.Concat(answer.Headers.GetValues("X-Trace-Id"))
            )
            : throw new IOException(
                $"{method} {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
            );
    }
}
